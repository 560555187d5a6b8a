"""Single conditions as bits: each is worked out once, and then kept for whoever asks it again.

A condition on what the mirror does not hold is asked of the database alone, in the same snapshot.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.database import Reader
from app.mirror.bits import Bits
from app.mirror.columns import MISSING, Columns, Mask
from app.mirror.kept import Kept
from app.mirror.listed import numbers_in
from app.mirror.matching import coded_found, numbers_found, rows_missing, rows_with
from app.mirror.status import STATUS, coded_of, is_coded
from app.mirror.terms import Tiers
from app.query.mirroring import compile_owners, compile_rows
from app.query.model import Filter, Query
from app.query.resource import PROJECTS, Resource
from app.query.search import Sought
from app.store.view import View

_EQUAL = frozenset({"eq", "ne", "in", "notin"})
_LESS = frozenset({"lt", "lte"})
_OWNERS = "owner_id"


@dataclass(frozen=True, slots=True)
class Conditions:
    """Tells of each row whether it fulfils a condition, dead rows and what is behind the last one
    without meaning. `tiers` tells how well a term is found; `kept` has bits of the same rows."""

    columns: Columns
    reader: Reader
    view: View
    kept: Kept
    tiers: Callable[[Sought], Tiers]
    resource: Resource = PROJECTS

    def holds(self, asked: Filter) -> bool:
        """Whether all columns that a filter looks at are there."""
        held = (self.columns.numbers, self.columns.coded)
        return all(any(name in each for each in held) for name in self.resource.compared(asked))

    def found(self, asked: Filter) -> Bits | None:
        """The rows that have a value which the filter looks for; None where only the database can
        tell."""
        name = asked.field
        if name in self.columns.numbers:
            bits = self._bits(asked, lambda rows: numbers_found(rows.numbers[name], asked))
            # A missing number is the least of all.
            return bits & ~self.missing(name) if asked.op in _LESS else bits
        if name in self.resource.owners and asked.op in _EQUAL:
            return self._of_owners(asked)
        if not is_coded(self.columns, name):
            return None
        key = (asked, self.view.day) if name == STATUS else asked
        return self._bits(key, lambda rows: self._coded_found(rows, asked))

    def missing(self, name: str) -> Bits:
        """The rows that lack a value of a field."""
        asked = Filter(name, "isnull", (True,))
        if name in self.columns.numbers:
            return self._bits(asked, lambda rows: np.equal(rows.numbers[name], MISSING))
        if name in self.columns.coded:
            return self._bits(asked, lambda rows: rows_missing(rows.coded[name]))
        return self.told(asked)

    def told(self, asked: Filter, *, passes: bool = False) -> Bits:
        """The rows of a question with this condition alone, as the database tells them; a missing
        value may pass."""
        query = Query(
            filters=(asked,),
            or_missing=(asked.field,) if passes else (),
            as_of=self.view.query.as_of,
        )
        return self._at_this_version((asked, passes), lambda: self._rows_of(query))

    def with_term(self, sought: Sought) -> Bits:
        """The rows in which a term is found."""
        return self._bits(sought, lambda rows: self.tiers(sought)[-len(rows) :] != 0)

    def _bits(self, key: object, find: Callable[[Columns], Mask]) -> Bits:
        return self.kept.bits(key, self.columns, find)

    def _at_this_version(self, key: object, find: Callable[[], Mask]) -> Bits:
        """Bits of which old rows may be told otherwise once anything was written."""
        dataset = self.view.dataset
        return self._bits((key, dataset.version, self.view.day), lambda _: find())

    def _coded_found(self, columns: Columns, asked: Filter) -> Mask:
        column = coded_of(columns, asked.field, self.view.day)
        return coded_found(columns, column, self.resource.fields[asked.field], asked)

    def _of_owners(self, asked: Filter) -> Bits | None:
        if self.view.version is not None:  # told by the spelling too, see membership.py
            return None
        return self._at_this_version(asked, lambda: self._rows_of_owners(asked))

    def _rows_of_owners(self, asked: Filter) -> Mask:
        owners = compile_owners(self.resource, asked, today=self.view.day)
        ids = {key for (key,) in self.reader.rows(owners.sql, owners.parameters)}
        column = self.columns.coded[_OWNERS]
        return rows_with(column, (code for code, key in enumerate(column.values) if key in ids))

    def _rows_of(self, query: Query) -> Mask:
        statement = compile_rows(self.resource, query, today=self.view.day)
        since = numbers_in(self.reader, statement.sql, statement.parameters)
        mask = np.zeros(len(self.columns), np.bool_)
        mask[self.columns.rows_of(since)] = True
        return mask
