"""How well the terms of a search are found in each row: asked of the word index once, then kept.

A row never changes, so that only those which came in since are asked for.
"""

from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from app.database import Reader
from app.mirror.columns import Columns
from app.mirror.kept import Kept, Known
from app.mirror.listed import numbers_in
from app.query.mirroring import WITH_WORDS
from app.query.search import Sought, Way

Tiers = NDArray[np.uint8]
"""By row: how well a term is found, from 1, the best; 0 where it is not."""
BYTES_A_ROW = 16
"""Of tiers that are kept: sixteen terms."""
_AT_ONCE = 200_000
"""Rows that are read as one text."""
_BEFORE_ALL = -1
_NONE: Tiers = np.empty(0, np.uint8)


class Terms:
    """The tiers of the terms asked for last, of rows that are only ever added."""

    def __init__(self) -> None:
        self._kept = Kept(BYTES_A_ROW)
        self._in_use = WeakValueDictionary[Sought, Tiers]()

    def known(self, sought: Sought) -> Tiers:
        """The tiers of the first rows, as far as they are known: of those kept, and of those that
        anybody still holds."""
        known = self._kept.get(sought)
        return known.array if known.rows else self._in_use.get(sought, _NONE)

    def put(self, sought: Sought, tiers: Tiers) -> None:
        """Keeps the tiers of the first rows, unless more are known."""
        if len(tiers) > len(self.known(sought)):
            self._in_use[sought] = tiers
            self._kept.put(sought, Known(tiers, len(tiers)))

    def tiers(self, reader: Reader, columns: Columns, sought: Sought) -> Tiers:
        """By row, how well a term is found."""
        tiers = self.known(sought)
        if len(tiers) < len(columns):
            tiers = tiers_of(reader, columns, sought, tiers)
            self.put(sought, tiers)
        return tiers[: len(columns)]


def tiers_of(reader: Reader, columns: Columns, sought: Sought, known: Tiers = _NONE) -> Tiers:
    """By row, how well a term is found, when that of the first rows is known."""
    tiers = np.zeros(len(columns), np.uint8)
    tiers[: len(known)] = known
    behind = int(columns.since[len(known) - 1]) if len(known) else _BEFORE_ALL
    for way in reversed(sought.ways):  # the best ones last: they stay
        _mark(reader, columns, way, behind, tiers)
    return tiers


def _mark(reader: Reader, columns: Columns, way: Way, behind: int, tiers: Tiers) -> None:
    """Gives its tier to the rows behind a version that one way finds."""
    while True:
        since = numbers_in(reader, WITH_WORDS, (way.match, behind, _AT_ONCE))
        tiers[columns.rows_of(since)] = way.tier
        if len(since) < _AT_ONCE:
            return
        behind = int(since[-1])
