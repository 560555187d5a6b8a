"""Columns of stored values as Arrow has them: what type each kind of field is, and its arrays."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, chain
from types import MappingProxyType
from typing import Any

from arro3.core import Array, DataType, Field, list_array

from app.domain.fields import Kind

_TEXT = DataType.utf8()

TYPES: Mapping[Kind, DataType] = MappingProxyType(
    {
        Kind.KEY: _TEXT,
        Kind.TEXT: _TEXT,
        Kind.CODE: _TEXT,
        Kind.LIST: DataType.list(Field("element", _TEXT, nullable=False)),
        Kind.INTEGER: DataType.int64(),
        Kind.MONEY: DataType.float64(),
        Kind.PERCENT: DataType.float64(),
        Kind.DATE: DataType.date32(),
        Kind.TIME: DataType.timestamp("us", tz="UTC"),
        Kind.BOOLEAN: DataType.bool(),
    }
)
"""Amounts and shares are doubles: their fifteen figures at most stand exactly in one, and every
reader takes it for a number. The tool that knows decimals can make one of it without loss."""

Values = Sequence[Any]


def make_array(kind: Kind, values: Values) -> Array:
    """A column of stored values, missing ones among them."""
    return _MAKERS.get(kind, _plain)(kind, values)


def _plain(kind: Kind, values: Values) -> Array:
    return Array(values, TYPES[kind])


def _hundredths(kind: Kind, values: Values) -> Array:
    return Array([None if value is None else value / 100 for value in values], TYPES[kind])


def _from_text(kind: Kind, values: Values) -> Array:
    return Array(values, _TEXT).cast(TYPES[kind])


def _truth(kind: Kind, values: Values) -> Array:
    return Array(values, DataType.int8()).cast(TYPES[kind])


def _lists(kind: Kind, values: Values) -> Array:
    """Each of the different lists is read once; no list is missing."""
    known = {text: json.loads(text) for text in set(values)}
    lists = [known[text] for text in values]
    ends = Array(list(accumulate(map(len, lists), initial=0)), DataType.int32())
    return list_array(ends, Array(list(chain.from_iterable(lists)), _TEXT), type=TYPES[kind])


_MAKERS: Mapping[Kind, Callable[[Kind, Values], Array]] = MappingProxyType(
    {
        Kind.LIST: _lists,
        Kind.MONEY: _hundredths,
        Kind.PERCENT: _hundredths,
        Kind.DATE: _from_text,
        Kind.TIME: _from_text,
        Kind.BOOLEAN: _truth,
    }
)
