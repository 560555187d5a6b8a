"""Orders of all rows, kept for those that are often asked for: a page then looks at few rows.

Rows that came in since are not in them: a page takes those beside.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.mirror.bits import Bits, holds
from app.mirror.columns import Integers
from app.mirror.kept import Kept, Known
from app.mirror.order import MISSING_LAST, Key, is_behind
from app.query.cursor import Stored
from app.query.model import SortKey

Order = NDArray[np.int32]
"""Rows, in an order."""
Name = tuple[SortKey | date, ...]
"""What tells an order from others: its keys, behind the day on which it holds if on one alone."""
BYTES_A_ROW = 17
"""Of orders that are kept: four."""
FEW = 5_000
"""Rows that came in since, for which no order is made anew."""
BY_ID: Name = (SortKey("id"),)
"""The name of the order of ids."""
OFTEN = 4
"""Times an order is asked for before it is made, which takes some times as long as sorting
what a question finds."""
_NAMES = 100
"""Orders of which it is counted how often they are asked for."""
_NONE: Order = np.empty(0, np.int32)
_DIGIT = 16
"""Bits sorted by in one go: numpy sorts those fastest."""
_PARTS = 64
"""Places of an order looked at together, between which one is sought."""
_LEAST = 256
"""Rows of an order looked at together."""


class Sorting(NamedTuple):
    """What a question is sorted by; `is_by_rank` where this is how well a search was found, then
    the id."""

    keys: Sequence[Key]
    name: Name
    is_by_rank: bool = False


class Orders:
    """The orders asked for last, of rows that are only ever added."""

    def __init__(self) -> None:
        self._kept = Kept(BYTES_A_ROW)
        self._asked = Counter[Name]()

    def put(self, name: Name, order: Order) -> None:
        """Keeps an order of the first rows."""
        self._kept.put(name, Known(order, len(order)))

    def order(self, name: Name, keys: Sequence[Key], count: int) -> Order | None:
        """So many rows, or a few less, by rising keys; None where it is not asked for often."""
        known = self._kept.get(name)
        if known.rows >= max(1, count - FEW):
            return known.array
        if not self._is_often_asked(name):
            return None
        made = self._made(name, keys, count)
        self.put(name, made)
        return made

    def _is_often_asked(self, name: Name) -> bool:
        self._asked[name] += 1
        is_often = self._asked[name] >= OFTEN
        if is_often or len(self._asked) > _NAMES:
            self._asked.clear()
        return is_often

    def _made(self, name: Name, keys: Sequence[Key], count: int) -> Order:
        by_id = self._kept.get(BY_ID)
        if name[-1:] == BY_ID and by_id.rows >= max(1, count - FEW):
            return _sorted(by_id.array, keys[:-1])
        return _sorted(np.arange(count, dtype=np.int32), keys)


def first_held(order: Order, bits: Bits, count: int, start: int, share: float) -> Integers:
    """So many rows of an order whose bits are set, from a place on; `share` tells roughly how many
    are."""
    found, size = [_NONE], max(_LEAST, int(2 * count / share))
    while count > 0 and start < len(order):
        rows = order[start : start + size]
        held = rows[holds(bits, rows)][:count]
        found.append(held)
        count -= len(held)
        start, size = start + size, 2 * size
    return np.concatenate(found).astype(np.int64)


def place_behind(order: Order, keys: Sequence[Key], after: Sequence[Stored]) -> int:
    """The place of the first row of an order that stands behind the given sort values."""
    bounds = [key.of_stored(stored) for key, stored in zip(keys, after, strict=True)]
    low, high = 0, len(order)
    while low < high:
        step = -(-(high - low) // _PARTS)
        rows = order[low:high:step].astype(np.int64)
        before = int(np.count_nonzero(~is_behind(rows, keys, bounds)))
        if before < len(rows):
            high = low + before * step
        low += max(0, (before - 1) * step + 1)
    return low


def _sorted(order: Order, keys: Sequence[Key]) -> Order:
    """Rows by rising keys, the last one first, digit by digit; rows alike in all stay as they
    stood."""
    for key in reversed(keys):
        values = key.of_rows(order.astype(np.int64))
        stated = values[values != MISSING_LAST]
        least, most = (int(stated.min()), int(stated.max())) if len(stated) else (0, 0)
        rising = np.where(values == MISSING_LAST, most - least + 1, values - least)
        places = np.arange(len(order), dtype=np.int32)
        for shift in range(0, (most - least + 1).bit_length(), _DIGIT):
            digits = (rising[places] >> shift).astype(np.uint16)
            places = places[np.argsort(digits, kind="stable")]
        order = order[places]
    return order
