"""Which rows of some columns a filter finds: not those of a missing value.

Says the same as the SQL of query/conditions.py, of columns in memory.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

import numpy as np

from app.domain.collation import SEPARATOR, sort_key
from app.domain.fields import Field, Kind
from app.mirror.columns import Coded, CodedValue, Columns, Integers, Mask
from app.query.model import Filter, Range, Value
from app.query.search import folded_part

_PERIOD = ":"
"""Stands between a programme period and a code of it."""
_FEW = 4
"""Codes that are sooner compared one by one than looked up in a table."""
_PARTS = frozenset({"contains", "startswith"})
_ORDERED: Mapping[str, Callable[[Any, Any], Any]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def numbers_found(column: Integers, asked: Filter) -> Mask:
    """The rows whose number is one of those asked for, or on the side asked for: where less is
    asked for, those of missing numbers too."""
    if asked.op in _ORDERED:
        found: Mask = _ORDERED[asked.op](column, _number(asked.values[0]))
        return found
    wanted = [_number(value) for value in asked.values]
    return column == wanted[0] if len(wanted) == 1 else np.isin(column, wanted)


def _number(value: Value | Range) -> int:
    """A literal as a column of numbers holds it."""
    if isinstance(value, date):
        return value.toordinal()
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def coded_found(columns: Columns, column: Coded, field: Field, asked: Filter) -> Mask:
    """The rows whose value in one of the columns is one of those that the filter finds."""
    if not field.flags.by_period or asked.op in _PARTS:
        return _found(column, field, asked)
    plain = tuple(value for value in asked.values if _PERIOD not in str(value))
    within = (str(value) for value in asked.values if _PERIOD in str(value))
    found = _found(column, field, replace(asked, values=plain))
    return reduce(operator.or_, (_in_period(columns, column, value) for value in within), found)


def _found(column: Coded, field: Field, asked: Filter) -> Mask:
    holds = _test_of(field, asked)
    return rows_with(
        column,
        (code for code, value in enumerate(column.values) if value is not None and holds(value)),
    )


def _in_period(columns: Columns, column: Coded, value: str) -> Mask:
    period, _, code = value.partition(_PERIOD)
    periods = columns.coded["programme_period"]
    return rows_with(column, _places(column, code)) & rows_with(periods, _places(periods, period))


def rows_missing(column: Coded) -> Mask:
    """The rows without a value."""
    return rows_with(column, _places(column, None))


def rows_with(column: Coded, wanted: Iterable[int]) -> Mask:
    """The rows that have one of these codes."""
    codes = list(wanted)
    if not codes:
        return np.zeros(len(column.codes), np.bool_)
    if len(codes) <= _FEW:
        return reduce(operator.or_, (column.codes == code for code in codes))
    table = np.zeros(len(column.values), np.bool_)
    table[codes] = True
    return table.take(column.codes)


def _places(column: Coded, wanted: CodedValue) -> list[int]:
    return [code for code, value in enumerate(column.values) if value == wanted]


def comparable(field: Field) -> Callable[[CodedValue], str]:
    """What values of a field are compared and sorted by: texts by their key."""
    return (lambda value: sort_key(str(value))) if field.kind is Kind.TEXT else str


def _test_of(field: Field, asked: Filter) -> Callable[[CodedValue], bool]:
    if field.kind is Kind.LIST:
        issues = set(asked.values)
        return lambda value: isinstance(value, tuple) and not issues.isdisjoint(value)
    if field.kind is Kind.BOOLEAN:
        return lambda value: value in asked.values
    if asked.op in _PARTS:
        return _test_of_part(field, asked)
    key = comparable(field)
    if asked.op in _ORDERED:
        compare, literal = _ORDERED[asked.op], key(str(asked.values[0]))
        return lambda value: bool(compare(key(value), literal))
    wanted = {key(str(value)) for value in asked.values}
    return lambda value: key(value) in wanted


def _test_of_part(field: Field, asked: Filter) -> Callable[[CodedValue], bool]:
    part, at_start = str(asked.values[0]), asked.op == "startswith"
    if field.kind is not Kind.TEXT:
        whole: Callable[[CodedValue], str] = str
    else:
        part = f"{SEPARATOR if at_start else ''}{folded_part(part)}"

        def whole(value: CodedValue) -> str:
            return SEPARATOR + sort_key(str(value)).partition(SEPARATOR)[2]

    if at_start:
        return lambda value: whole(value).startswith(part)
    return lambda value: part in whole(value)
