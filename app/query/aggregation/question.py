"""What is to be counted and summed, as a value: the records, how they are grouped, the figures of a
group, and which groups are shown.

Knows neither text nor records; the columns that follow from it stand in columns.py.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.query.model import Query, Range, SortKey, Value

ACTIVE_YEAR = "active_year"
"""Not a field: each year in which a record is active, so a record stands in several groups."""
COUNT, SUM, AVG, MIN, MAX, MEDIAN, DISTINCT = (
    "count", "sum", "avg", "min", "max", "median", "distinct",
)  # fmt: skip
_MIDDLE = 50


class Part(StrEnum):
    """What of a field's values makes the groups."""

    WHOLE = "whole"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    BIN = "bin"


CALENDAR = (Part.YEAR, Part.QUARTER, Part.MONTH)


@dataclass(frozen=True, slots=True)
class GroupKey:
    """One thing that the records of a group have in common; `width` is that of a bin, in the unit
    in which the field is stored."""

    field: str
    part: Part = Part.WHOLE
    width: int = 0

    @property
    def name(self) -> str:
        """Its column."""
        return self.field if self.part is Part.WHOLE else f"{self.field}_{self.part}"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of a group: `count`, or a word such as `sum` or `p90` and the field it is of."""

    word: str
    field: str = ""

    @property
    def name(self) -> str:
        """Its column."""
        return f"{self.word}_{self.field}" if self.field else self.word

    @property
    def percent(self) -> int | None:
        """Of a percentile: how many in a hundred values are not above it."""
        if self.word == MEDIAN:
            return _MIDDLE
        return int(self.word[1:]) if self.word[1:].isdigit() else None

    @property
    def has_coverage(self) -> bool:
        """Whether it leaves records out that do not state the field, so that these are told."""
        return self.word not in {COUNT, DISTINCT}


@dataclass(frozen=True, slots=True)
class Having:
    """A condition on one figure of a group."""

    column: str
    op: str
    value: Value | Range


@dataclass(frozen=True, slots=True)
class Aggregation:
    """A whole question for figures. Limit and offset of its query count groups."""

    query: Query
    keys: tuple[GroupKey, ...] = ()
    metrics: tuple[Metric, ...] = ()
    having: tuple[Having, ...] = ()
    sort: tuple[SortKey, ...] = ()
    others: bool = False  # whether the groups beyond the limit are told as one

    @property
    def by_active_year(self) -> bool:
        """Whether a record can stand in several groups."""
        return any(key.field == ACTIVE_YEAR for key in self.keys)
