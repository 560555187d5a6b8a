"""The order of records and where the next page begins, in SQL.

Missing values come last in both directions, and the id closes every order, once.
"""

from dataclasses import dataclass

from app.query.dialect import Dialect
from app.query.expressions import compared
from app.query.fragment import Fragment, Given, Slot, all_of, any_of, compose, joined
from app.query.matching import rank
from app.query.model import SortKey
from app.query.resource import RANK, Resource
from app.query.shape import WordsShape


@dataclass(frozen=True, slots=True)
class _Column:
    expression: Fragment
    descending: bool
    nullable: bool


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a resource's records."""

    dialect: Dialect
    columns: tuple[_Column, ...]

    @classmethod
    def of(
        cls,
        resource: Resource,
        dialect: Dialect,
        sort: tuple[SortKey, ...],
        words: WordsShape | None = None,
    ) -> "Order":
        """The order of these keys, closed by the id; `words` make the rank."""
        closed = sort if any(key.field == "id" for key in sort) else (*sort, SortKey("id"))
        columns = []
        for key in closed:
            field = resource.sort_field(key.field)
            value = rank(dialect, words) if field is RANK else compared(field, dialect)
            columns.append(_Column(value, key.descending, field.flags.nullable))
        return cls(dialect, tuple(columns))

    def values(self) -> Fragment:
        """The columns a cursor is made from."""
        return joined(", ", (column.expression for column in self.columns))

    def clause(self) -> Fragment:
        """What stands behind ORDER BY. NULLS LAST only where it is needed: indexes serve more."""
        return joined(", ", (_ordered(column) for column in self.columns))

    def after(self, missing: tuple[bool, ...]) -> Fragment:
        """True for records behind the given sort values, of which some may be missing.

        Equal up to a column and beyond in it, for each column: beyond a missing value is nothing.
        """
        ways = [
            all_of((*(self._same(place, missing[place]) for place in range(last)), beyond))
            for last in range(len(self.columns))
            if (beyond := self._beyond(last, missing[last])) is not None
        ]
        first = self.columns[0]
        if len(ways) == 1 or first.nullable or missing[0]:
            return any_of(ways)
        # Says nothing new, but lets an index find where to begin.
        return all_of((self._compared(0, "<=" if first.descending else ">="), any_of(ways)))

    def _same(self, place: int, missing: bool) -> Fragment:
        if missing:
            return compose("{column} IS NULL", column=self.columns[place].expression)
        return self._compared(place, "=")

    def _beyond(self, place: int, missing: bool) -> Fragment | None:
        column = self.columns[place]
        if missing:
            return None
        further = self._compared(place, "<" if column.descending else ">")
        if not column.nullable:
            return further
        return any_of((further, compose("{column} IS NULL", column=column.expression)))

    def _compared(self, place: int, sign: str) -> Fragment:
        return compose(
            f"{{column}} {sign} {{value}}",
            column=self.columns[place].expression,
            value=Fragment(self.dialect.placeholder, (_after(place),)),
        )


def _ordered(column: _Column) -> Fragment:
    direction = " DESC" if column.descending else ""
    nulls = " NULLS LAST" if column.nullable else ""
    return compose(f"{{column}}{direction}{nulls}", column=column.expression)


def _after(place: int) -> Slot:
    def slot(given: Given) -> str | int | None:
        return given.after[place]

    return slot
