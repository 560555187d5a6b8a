"""Projects told for each year in which they are active, their money apportioned by days.

The parts of an amount are whole öre and add up to it: what rounding down leaves goes to the years
with the largest remainders, the earlier first.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from app.faults import Fault, QueryRejected
from app.mirror.columns import MISSING, Integers, Mask
from app.mirror.keys import Keyed
from app.mirror.selection import Selection

MAX_PARTS = 20_000_000
"""Years of all projects together that one question may be about."""

_AT_ONCE = 1 << 17
"""Projects worked on together: what they need stays small."""
_LAST_YEAR = 9_999
_EPOCH = 719_163
_OFFSET_BITS, _REMAINDER_BITS = 14, 22
"""Enough for the years and the days between the years 1 and 9999."""

_YEARS = np.arange(_LAST_YEAR + 2) - 1
_FIRST_DAYS: Integers = 365 * _YEARS + _YEARS // 4 - _YEARS // 100 + _YEARS // 400 + 1
"""The ordinal of the first day of each year."""


class _Spans(NamedTuple):
    """First and last day of some projects, and how many years they touch; a project whose dates do
    not tell has one year, and no days."""

    start: Integers
    end: Integers
    dated: Mask
    years: Integers

    def some(self, first: int, end: int) -> "_Spans":
        """Those of some projects."""
        chosen = slice(first, end)
        return _Spans(self.start[chosen], self.end[chosen], self.dated[chosen], self.years[chosen])


def by_active_year(selection: Selection, money: Iterable[str]) -> tuple[Selection, Keyed]:
    """A row for each year of each project, with what falls to it of the named amounts; and the
    years. Raises `QueryRejected` where these are too many."""
    spans = _spans(selection.number("start_date"), selection.number("end_date"))
    total = int(spans.years.sum())
    if total > MAX_PARTS:
        detail = "The projects are active in too many years together: ask for fewer of them."
        raise QueryRejected([Fault("group_by", "out-of-range", detail, "year(start_date)")])
    owner = np.repeat(np.arange(len(selection)), spans.years)
    firsts = np.cumsum(spans.years) - spans.years
    offset = np.arange(total) - firsts[owner]
    years, dated = _year_of(spans.start)[owner] + offset, spans.dated[owner]
    low, high = (int(years[dated].min()), int(years[dated].max())) if dated.any() else (1, 0)
    codes = np.where(dated, years - low + 1, 0)
    amounts = {name: _apportioned(spans, selection.number(name)) for name in money}
    at = owner if selection.at is None else selection.at[owner]
    rows = Selection(selection.columns, selection.day, at, amounts)
    return rows, Keyed(codes, [None, *range(low, high + 1)])


def _spans(start: Integers, end: Integers) -> _Spans:
    """A project that ends before it starts is active in the year of both, as `period` has it, or in
    none."""
    stated = (start != MISSING) & (end != MISSING)
    start, end = np.where(stated, start, 1), np.where(stated, end, 1)
    years = _year_of(end) - _year_of(start) + 1
    dated = stated & (years > 0)
    return _Spans(start, np.maximum(start, end), dated, np.where(dated, years, 1))


def _year_of(days: Integers) -> Integers:
    years = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    return years + 1970


def _apportioned(spans: _Spans, amounts: Integers) -> Integers:
    parts = [
        _apportion(spans.some(first, first + _AT_ONCE), amounts[first : first + _AT_ONCE])
        for first in range(0, len(amounts), _AT_ONCE)
    ]
    return np.concatenate(parts) if parts else amounts


def _apportion(spans: _Spans, amounts: Integers) -> Integers:
    """The part of each year of each project; a missing amount has missing parts."""
    owner = np.repeat(np.arange(len(amounts)), spans.years)
    firsts = np.cumsum(spans.years) - spans.years
    offset = np.arange(len(owner)) - firsts[owner]
    year = _year_of(spans.start)[owner] + offset
    first = np.maximum(spans.start[owner], _FIRST_DAYS[year])
    last = np.minimum(spans.end[owner], _FIRST_DAYS[year + 1] - 1)
    days, whole = last - first + 1, (spans.end - spans.start + 1)[owner]
    stated = amounts != MISSING
    size = np.where(stated, np.abs(amounts), 0)
    # amount · days / whole without a number above 63 bits.
    quotient, rest = np.divmod(size[owner], whole)
    parts = quotient * days + rest * days // whole
    remainders = rest * days % whole
    left = size - np.add.reduceat(parts, firsts) if len(owner) else size
    ranked = (owner << _REMAINDER_BITS) | (2**_REMAINDER_BITS - 1 - remainders)
    ranked = np.sort((ranked << _OFFSET_BITS) | offset)
    places = firsts[owner] + (ranked & (2**_OFFSET_BITS - 1))
    parts[places] += offset < left[owner]
    parts *= np.where(amounts < 0, -1, 1)[owner]
    return np.where(stated[owner], parts, MISSING)
