"""What rows are grouped by: for each row the place of its value among those there are."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.collation import fold
from app.domain.fields import BY_NAME, Kind
from app.mirror.columns import MISSING, CodedValue, Integers
from app.mirror.selection import Selection
from app.query.aggregation.groups import KeyValue, PeriodCode
from app.query.aggregation.question import GroupKey, Part

_EPOCH = 719_163
"""The ordinal of 1970-01-01."""
_MONTHS = {Part.YEAR: 12, Part.QUARTER: 3, Part.MONTH: 1}
_DENSE = 4
"""Bins for each row up to which they are counted off; beyond, they are looked for."""
_PERIOD = "programme_period"
_KEPT = 16
"""Lists of values that are kept: a column has the same ones from question to question."""


class Keyed(NamedTuple):
    """Row i has `values[codes[i]]`; None is missing. Some values may be nobody's, and several may
    be the same."""

    codes: NDArray[np.integer]
    values: Sequence[KeyValue]


def key_of(selection: Selection, key: GroupKey) -> Keyed:
    """The values of a key that is a field, or a part of one."""
    if key.part is Part.BIN:
        return _binned(selection.number(key.field), key.width)
    if key.part is not Part.WHOLE:
        return _dated(selection.number(key.field), key.part)
    return _coded(selection, key.field)


def _coded(selection: Selection, name: str) -> Keyed:
    if BY_NAME[name].flags.by_period:
        return _by_period(selection, name)
    column = selection.coded(name)
    return Keyed(column.codes, _values(name, tuple(column.values)))


@lru_cache(_KEPT)
def _values(name: str, values: tuple[CodedValue, ...]) -> Sequence[KeyValue]:
    plain = [_plain(value) for value in values]
    # Texts are compared without case, so counted without.
    return _alike(plain) if BY_NAME[name].kind is Kind.TEXT else plain


def _by_period(selection: Selection, name: str) -> Keyed:
    """A code is another one in another period; no code is none in all."""
    column, periods = selection.coded(name), selection.coded(_PERIOD)
    different = tuple(periods.values)  # others can come in meanwhile
    pairs = _pairs(tuple(column.values), different)
    codes = column.codes.astype(np.min_scalar_type(len(pairs)))
    codes *= len(different)
    codes += periods.codes
    return Keyed(codes, pairs)


@lru_cache(_KEPT)
def _pairs(codes: tuple[CodedValue, ...], periods: tuple[CodedValue, ...]) -> Sequence[KeyValue]:
    return [
        PeriodCode(str(code), str(period) if period else None) if code else None
        for code in codes
        for period in periods
    ]


def _alike(values: Sequence[KeyValue]) -> list[KeyValue]:
    """Each value as the first in order of those that differ in case alone."""
    chosen: dict[str, KeyValue] = {}
    for value in sorted((value for value in values if value), key=str):
        chosen.setdefault(fold(str(value)), value)
    return [value and chosen[fold(str(value))] for value in values]


def _plain(value: object) -> KeyValue:
    if value is None or isinstance(value, bool | str | PeriodCode):
        return value
    raise TypeError("lists make no groups")


def _dated(days: Integers, part: Part) -> Keyed:
    """The year, quarter or month of each day, by a table of all days between first and last."""
    stated = days != MISSING
    if not stated.any():
        return Keyed(np.zeros(len(days), dtype=np.int64), [None])
    first = int(days[stated].min())
    every = np.arange(first, int(days.max()) + 1) - _EPOCH
    months = every.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    units = months // _MONTHS[part]
    table = np.append(units - units[0] + 1, 0)  # the last place is that of no day
    table = table.astype(np.min_scalar_type(int(table.max())))
    values = [_calendar(part, unit) for unit in range(int(units[0]), int(units[-1]) + 1)]
    return Keyed(table[np.where(stated, days - first, -1)], [None, *values])


def _calendar(part: Part, unit: int) -> KeyValue:
    year, month = divmod(unit * _MONTHS[part], 12)
    if part is Part.YEAR:
        return 1970 + year
    return f"{1970 + year:04}-" + (
        f"Q{month // 3 + 1}" if part is Part.QUARTER else f"{month + 1:02}"
    )


def _binned(numbers: Integers, width: int) -> Keyed:
    """The lower end of the bin of each number."""
    stated = numbers != MISSING
    if not stated.any():
        return Keyed(np.zeros(len(numbers), dtype=np.int64), [None])
    bins = numbers // width
    lowest, highest = int(bins[stated].min()), int(bins.max())
    if highest - lowest <= _DENSE * len(numbers):
        codes = np.where(stated, bins - lowest + 1, 0)
        return Keyed(codes, [None, *(place * width for place in range(lowest, highest + 1))])
    found, codes = np.unique(bins, return_inverse=True)
    listed = [place * width if place * width > MISSING else None for place in found.tolist()]
    if not stated.all():
        listed[0] = None  # nothing stated is below what is missing
    return Keyed(codes, listed)
