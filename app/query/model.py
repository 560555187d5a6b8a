"""The question as a value: what parser, formatter, compiler and cursor share.

Knows neither text nor SQL. All filters must hold, and so must the tree of and, or, not of a JSON
body, with `Filter` as its leaf.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.query.search import Sought

Value = str | int | bool | date | datetime
"""A literal: hundredths for money and percent, a UTC datetime for times, `period:code` for a code
that is asked for in one programme period."""

Count = Literal["exact", "none"]
AsOf = int | date | datetime
"""A moment of the past: a dataset version, the end of a day in Sweden, or a time in UTC."""
DEFAULT_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends belong to it; None is an open end."""

    low: Value | None
    high: Value | None


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition: a field or plain word, an operator's key and its literals, sorted."""

    field: str
    op: str
    values: tuple[Value | Range, ...]


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where one of the parts is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where the part is not, of a missing value too."""

    part: "Condition"


Condition = Filter | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class SortKey:
    """One field to sort by."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A whole question. The parser makes it canonical: equal questions are equal values."""

    filters: tuple[Filter, ...] = ()
    q: str | None = None
    sort: tuple[SortKey, ...] = ()
    fields: tuple[str, ...] | None = None  # None: the columns the address shows unasked
    limit: int | None = DEFAULT_LIMIT  # None: all
    offset: int = 0
    cursor: str | None = None
    count: Count = "exact"
    or_missing: tuple[str, ...] = ()
    as_of: AsOf | None = None  # None: the records as they stand now
    where: Condition | None = None  # must hold beside the filters
    sought: tuple[Sought, ...] | None = None  # `q` as the data spells it, once that was looked up
