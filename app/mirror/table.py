"""All columns of the mirror, filled block by block as the database hands them over.

Knows neither SQL nor which rows are live.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.domain.columnar import CODED, NUMBERS
from app.domain.fields import Field, Kind
from app.mirror.columns import CodedValue, Columns, Integers
from app.mirror.growing import Coding, Numbers, Ordinals

_READ: dict[Kind, Callable[[Any], CodedValue]] = {
    Kind.BOOLEAN: lambda stored: None if stored is None else bool(stored),
    Kind.LIST: lambda stored: tuple(json.loads(stored)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Growing columns of one length; how many of their rows count, who fills them knows."""

    since: Numbers
    numbers: Mapping[str, Numbers]
    coded: Mapping[str, Coding]
    days: Ordinals

    @classmethod
    def with_room(cls, room: int) -> "Table":
        """An empty table that so many rows fit into."""
        return cls(
            Numbers.with_room(room),
            {field.name: Numbers.with_room(room) for field in NUMBERS},
            {field.name: Coding.with_room(room, _READ.get(field.kind, _same)) for field in CODED},
            Ordinals(),
        )

    def only(self, rows: Integers) -> "Table":
        """A table of these rows alone, which must be by rising `since`."""
        return Table(
            self.since.only(rows),
            {name: column.only(rows) for name, column in self.numbers.items()},
            {name: column.only(rows) for name, column in self.coded.items()},
            self.days,
        )

    def write(self, at: int, rows: Sequence[tuple[Any, ...]]) -> int:
        """Puts rows behind the first `at` ones: `since` and the columns of the layout, as stored
        but for missing numbers, which are `MISSING`. Returns how many there are then."""
        if not rows:
            return at
        since, *columns = zip(*rows, strict=True)
        self.since.write(at, np.fromiter(since, np.int64, len(since)))
        for field, column in zip(NUMBERS, columns, strict=False):
            self.numbers[field.name].write(at, self._read(field, column))
        for field, column in zip(CODED, columns[len(NUMBERS) :], strict=True):
            self.coded[field.name].write(at, column)
        return at + len(rows)

    def columns(self, count: int) -> Columns:
        """The first so many rows."""
        return Columns(
            self.since.first(count),
            {name: column.first(count) for name, column in self.numbers.items()},
            {name: column.first(count) for name, column in self.coded.items()},
        )

    def _read(self, field: Field, column: Sequence[Any]) -> Integers:
        numbers = map(self.days.__getitem__, column) if field.kind is Kind.DATE else column
        return np.fromiter(numbers, np.int64, len(column))


def _same(stored: CodedValue) -> CodedValue:
    return stored
