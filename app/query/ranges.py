"""Ranges `a..b`: both ends belong to it, either may be open; years and months stand for their days.

Reads and writes the text of one range; what it is held against is the compiler's concern.
"""

import calendar
import re
from datetime import UTC, date, datetime, time
from typing import Any

from app.domain.collation import sort_key
from app.domain.fields import Kind
from app.faults import ValueRefused, quoted
from app.query.model import Range, Value
from app.query.values import read_date, read_value, write_value

MARK = ".."
_CALENDAR = frozenset({Kind.DATE, Kind.TIME})
_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
_ENDS = {
    Kind.DATE: r"[0-9]{4}(?:-[0-9]{2}){0,2}",
    Kind.MONEY: r"[0-9]+(?:\.[0-9]{1,2})?",
    Kind.PERCENT: r"[0-9]+(?:\.[0-9]{1,2})?",
    Kind.INTEGER: r"[0-9]+",
}


def read_range(kind: Kind, text: str, *, single: bool = False) -> Range:
    """The range that a text states; with `single`, one value stands for itself (or its days)."""
    if not text:
        raise ValueRefused("empty-value", "The range is empty.")
    low, mark, high = text.partition(MARK)
    if not mark:
        if not single:
            raise ValueRefused("bad-value", f"{quoted(text)} is no range a..b.", f"{text}..{text}")
        return _single(kind, text)
    if not low and not high:
        raise ValueRefused("bad-value", "A range needs at least one end.")
    return _ordered(
        kind,
        Range(_low(kind, low) if low else None, _high(kind, high) if high else None),
        f"{high}..{low}",
    )


def write_range(kind: Kind, value: Range, *, single: bool = False) -> str:
    """The canonical text of a range."""
    ends = ["" if end is None else write_value(kind, end) for end in (value.low, value.high)]
    return ends[0] if single and value.low == value.high else MARK.join(ends)


def _single(kind: Kind, text: str) -> Range:
    try:
        return Range(_low(kind, text), _high(kind, text))
    except ValueRefused as refused:
        raise ValueRefused(
            refused.code, refused.detail, refused.hint or _two_ends(kind, text)
        ) from refused


def _two_ends(kind: Kind, text: str) -> str | None:
    """The range a text with another mark between its ends must have meant."""
    end = _ENDS.get(kind, "")
    match = re.fullmatch(rf"({end})\s*(?:-|–|/|,|till|to)\s*({end})", text) if end else None
    return f"{match[1]}..{match[2]}" if match else None


def _ordered(kind: Kind, value: Range, swapped: str) -> Range:
    if value.low is None or value.high is None:
        return value
    low, high = _comparable(kind, value.low), _comparable(kind, value.high)
    if low > high:
        raise ValueRefused("bad-value", "The range ends before it begins.", swapped)
    return value


def _comparable(kind: Kind, value: Value) -> Any:  # noqa: ANN401 - ends of one kind compare
    return sort_key(value) if kind is Kind.TEXT and isinstance(value, str) else value


def _low(kind: Kind, text: str) -> Value:
    if kind not in _CALENDAR:
        return read_value(kind, text)
    match = _PART.fullmatch(text)
    if match:
        return _at_midnight(kind, _first(match))
    return read_value(kind, text)


def _high(kind: Kind, text: str) -> Value:
    if kind not in _CALENDAR:
        return read_value(kind, text)
    match = _PART.fullmatch(text)
    if match:
        return _at_last_moment(kind, _last(match))
    try:
        return _at_last_moment(kind, read_date(text))
    except ValueRefused:
        return read_value(kind, text)


def _first(match: re.Match[str]) -> date:
    return read_date(f"{match[1]}-{match[2] or '01'}-01")


def _last(match: re.Match[str]) -> date:
    first = read_date(f"{match[1]}-{match[2] or '12'}-01")
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _at_midnight(kind: Kind, day: date) -> Value:
    return datetime.combine(day, time.min, UTC) if kind is Kind.TIME else day


def _at_last_moment(kind: Kind, day: date) -> Value:
    return datetime.combine(day, time.max, UTC) if kind is Kind.TIME else day
