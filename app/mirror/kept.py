"""Arrays that were worked out before, in memory of a bounded size: those asked for longest ago are
forgotten first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.mirror.bits import WORD, Bits, packed, words_for
from app.mirror.columns import Columns, Mask

LEAST_BYTES = 1024 * 1024
"""Room that there is for arrays of however few rows."""
_ENTRY_BYTES = 500
"""What an array takes beside its values and its key, roughly."""


class Known(NamedTuple):
    """An array, and the number of rows, the first ones, that it tells of."""

    array: NDArray[Any]
    rows: int


_NOTHING = Known(np.empty(0, np.uint64), 0)


class Kept:
    """Arrays by what was asked, not to be written to; there is room for so many bytes a row."""

    def __init__(self, bytes_a_row: int, least_bytes: int = LEAST_BYTES) -> None:
        self._bytes_a_row = bytes_a_row
        self._least_bytes = least_bytes
        self._taken = 0
        self._known: OrderedDict[Hashable, Known] = OrderedDict()

    def get(self, key: Hashable) -> Known:
        """What is known of a key: of no rows, if it was not asked for or is forgotten."""
        known = self._known.get(key)
        if known is None:
            return _NOTHING
        self._known.move_to_end(key)
        return known

    def put(self, key: Hashable, known: Known) -> None:
        """Keeps an array, in place of one that has the key."""
        known.array.flags.writeable = False
        before = self._known.pop(key, None)
        if before is not None:
            self._taken -= _bytes_of(key, before)
        self._known[key] = known
        self._taken += _bytes_of(key, known)
        most = max(self._least_bytes, self._bytes_a_row * known.rows)
        while self._taken > most:
            self._taken -= _bytes_of(*self._known.popitem(last=False))

    def bits(self, key: Hashable, columns: Columns, find: Callable[[Columns], Mask]) -> Bits:
        """The bits of a condition on rows that are only ever added; `find` makes its mask of
        columns, or of their end: of rows that are known it is not asked."""
        known, rows = self.get(key), len(columns)
        if known.rows >= rows:
            return known.array[: words_for(rows)]
        whole = known.rows // WORD
        behind = packed(find(columns.behind(WORD * whole)))
        bits = np.concatenate((known.array[:whole], behind)) if whole else behind
        self.put(key, Known(bits, rows))
        return bits


def _bytes_of(key: Hashable, known: Known) -> int:
    return known.array.nbytes + _ENTRY_BYTES + 2 * len(repr(key))
