"""The rows of a question, and their values column by column. Counts nothing."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from app.mirror.columns import Coded, Columns, Hits, Integers, Mask
from app.mirror.status import status_of


@dataclass(frozen=True, slots=True)
class Selection:
    """Some rows; `at` are their places, None where they are all rows there are.

    A row can stand in it several times: then `numbers` holds what of its values falls to each.
    """

    columns: Columns
    day: date
    at: Integers | None
    numbers: dict[str, Integers] = field(default_factory=dict)
    _coded: dict[str, Coded] = field(default_factory=dict)

    @classmethod
    def of(cls, hits: Hits, day: date) -> "Selection":
        """The rows of a question that is asked on a day."""
        everything = bool(hits.mask.all())
        return cls(hits.columns, day, None if everything else np.flatnonzero(hits.mask))

    def __len__(self) -> int:
        return len(self.columns) if self.at is None else len(self.at)

    def number(self, name: str) -> Integers:
        """A column of numbers or days; `MISSING` where none is stated."""
        if name not in self.numbers:
            whole = self.columns.numbers[name]
            self.numbers[name] = whole if self.at is None else whole[self.at]
        return self.numbers[name]

    def coded(self, name: str) -> Coded:
        """A column of few distinct values; the status follows from the day."""
        if name not in self._coded:
            columns = self.columns
            whole = status_of(columns, self.day) if name == "status" else columns.coded[name]
            gathered = whole if self.at is None else Coded(whole.codes[self.at], whole.values)
            self._coded[name] = gathered
        return self._coded[name]

    def take(self, mask: Mask) -> "Selection":
        """Some of its rows."""
        chosen = np.flatnonzero(mask)
        return Selection(self.columns, self.day, chosen if self.at is None else self.at[chosen])
