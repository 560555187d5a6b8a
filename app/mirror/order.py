"""The first rows of a question in its order: missing values last, the id closes every order.

Says the same as the SQL of query/keyset.py. Never sorts all rows where few are wanted.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.domain.fields import Field, Kind
from app.mirror.columns import MISSING, Coded, CodedValue, Integers, Mask
from app.mirror.matching import comparable
from app.query.cursor import Stored

MISSING_LAST = 2**63 - 1
"""What a missing value is sorted as."""
_SAMPLE = 4_096
_MANY = 16 * _SAMPLE
"""Values of which a sample first tells how large those sought may be."""


@dataclass(frozen=True, slots=True)
class Key:
    """One thing to sort by: rising numbers of some rows, and of a stored value."""

    of_rows: Callable[[Integers], Integers]
    of_stored: Callable[[Stored], int]


def number_key(column: Integers, *, is_date: bool, descending: bool) -> Key:
    """Sorts by a column of numbers."""

    def of_stored(value: Stored) -> int:
        if value is None:
            return MISSING_LAST
        number = date.fromisoformat(str(value)).toordinal() if is_date else int(value)
        return -number if descending else number

    def of_rows(rows: Integers) -> Integers:
        values = column[rows]
        return np.where(values == MISSING, MISSING_LAST, -values if descending else values)

    return Key(of_rows, of_stored)


def coded_key(column: Coded, field: Field, *, descending: bool) -> Key:
    """Sorts by the values of a coded column."""
    key = _stored_order if field.kind is Kind.BOOLEAN else comparable(field)
    keys = [None if value is None else key(value) for value in column.values]
    ordered = sorted({each for each in keys if each is not None})
    sign = -1 if descending else 1
    places = {each: sign * 2 * place for place, each in enumerate(ordered)}
    table = np.array([MISSING_LAST if each is None else places[each] for each in keys], np.int64)

    def of_stored(value: Stored) -> int:
        if value is None:
            return MISSING_LAST
        text = str(value)  # one that no row has any more stands between two others
        return places[text] if text in places else sign * (2 * bisect_left(ordered, text) - 1)

    return Key(lambda rows: table[column.codes[rows]], of_stored)


def first_rows(rows: Integers, keys: Sequence[Key], count: int) -> Integers:
    """So many rows that stand first by these keys, in their order; no two rows are alike in all."""
    chosen, rest, wanted = [], rows, count
    for key in keys:
        if len(rest) <= wanted:
            break
        values = key.of_rows(rest)
        bound = _smallest(values, wanted)
        chosen.append(rest[values < bound])
        wanted -= len(chosen[-1])
        rest = rest[values == bound]
    found = np.concatenate((*chosen, rest))
    order = np.lexsort([key.of_rows(found) for key in reversed(keys)])
    first: Integers = found[order[:count]]
    return first


def rows_behind(rows: Integers, keys: Sequence[Key], after: Sequence[Stored]) -> Integers:
    """Those of the rows that stand behind the given sort values."""
    bounds = [key.of_stored(stored) for key, stored in zip(keys, after, strict=True)]
    left: Integers = rows[is_behind(rows, keys, bounds)]
    return left


def is_behind(rows: Integers, keys: Sequence[Key], bounds: Sequence[int]) -> Mask:
    """Of each row, whether it stands behind these values of the keys."""
    behind = np.zeros(len(rows), np.bool_)
    level = ~behind
    for key, bound in zip(keys, bounds, strict=True):
        values = key.of_rows(rows)
        behind |= level & (values > bound)
        level &= values == bound
    return behind


def _smallest(values: Integers, place: int) -> int:
    """The value at a place, from 1, in rising order."""
    if len(values) > _MANY:
        sample = np.sort(values[:: len(values) // _SAMPLE])
        guess = sample[min(len(sample) - 1, 16 + 2 * place * len(sample) // len(values))]
        few = values[values <= guess]
        values = few if len(few) >= place else values
    return int(np.partition(values, place - 1)[place - 1])


def _stored_order(value: CodedValue) -> str:
    return str(int(value is True))
