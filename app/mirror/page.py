"""One page of a question: which rows stand on it, in their order.

Few rows are sorted; many are met soon in an order of all rows that is kept.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.mirror.asking import Asking
from app.mirror.bits import WORD, Bits, count_of, packed, rows_in
from app.mirror.columns import Integers
from app.mirror.order import Key, first_rows, rows_behind
from app.mirror.orders import BY_ID, Orders, Sorting, first_held, place_behind
from app.mirror.sort_keys import ranks_of_all
from app.query.cursor import Stored


class Part(NamedTuple):
    """So many rows behind the sort values given, from the first on where there are none."""

    after: Sequence[Stored] | None
    wanted: int


def page_of(asking: Asking, sorting: Sorting, orders: Orders, part: Part) -> Integers:
    """The rows of a question that stand first in that part of its order."""
    bits, rows = asking.where(), len(asking.conditions.columns)
    if not sorting.is_by_rank or _are_few(bits, rows, part):
        return _first(bits, rows, sorting, orders, part)
    ranks = ranks_of_all(asking.conditions)
    best, after = (0, None) if part.after is None else (int(part.after[0] or 0), part.after[1:])
    by_id, left, found = Sorting(sorting.keys[1:], BY_ID), part.wanted, [np.empty(0, np.int64)]
    for rank in range(max(0, best), int(ranks.max()) + 1):
        same = bits & packed(np.equal(ranks, rank))
        own = Part(after if rank == best else None, left)
        found.append(_first(same, rows, by_id, orders, own))
        left -= len(found[-1])
        if not left:
            break
    return np.concatenate(found)


def _first(bits: Bits, rows: int, sorting: Sorting, orders: Orders, part: Part) -> Integers:
    """The first ones of so many rows whose bits are set."""
    keys = sorting.keys
    order = None if _are_few(bits, rows, part) else orders.order(sorting.name, keys, rows)
    if order is None:
        return first_rows(_behind(rows_in(bits), keys, part), keys, part.wanted)
    start = 0 if part.after is None else place_behind(order, keys, part.after)
    older = first_held(order, bits, part.wanted, start, count_of(bits) / rows)
    newer = _behind(_rows_from(bits, len(order)), keys, part)
    return first_rows(np.concatenate((older, newer)), keys, part.wanted) if len(newer) else older


def _are_few(bits: Bits, rows: int, part: Part) -> bool:
    """Whether it takes longer to meet enough of them in an order than to sort them all."""
    return part.wanted * rows >= count_of(bits) ** 2


def _behind(rows: Integers, keys: Sequence[Key], part: Part) -> Integers:
    return rows if part.after is None else rows_behind(rows, keys, part.after)


def _rows_from(bits: Bits, place: int) -> Integers:
    whole = place // WORD
    rows = rows_in(bits[whole:]) + whole * WORD
    return rows[rows >= place]
