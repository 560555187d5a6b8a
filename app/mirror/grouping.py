"""Rows put into groups: a number for the group of each row, counted from 0 without gaps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.faults import Fault, QueryRejected
from app.mirror.columns import Integers
from app.mirror.keys import Keyed
from app.query.aggregation.groups import KeyValue

MAX_GROUPS = 50_000
"""In one answer."""
_PERIODS = 4
"""So many combinations of values may be the same: no code, in any period or none."""
_COUNTED = 1 << 20
"""Possible groups up to which all are counted; of more, those that there are are sought."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Row i is in the group `codes[i]`, or every row in the only group where `codes` is None;
    `keys` are the values that the rows of each group have in common."""

    codes: Integers | None
    keys: Sequence[tuple[KeyValue, ...]]
    sizes: Integers

    def __len__(self) -> int:
        return len(self.keys)


def everything(rows: int) -> Groups:
    """All rows as one group, which may be empty."""
    return Groups(None, [()], np.array([rows], dtype=np.int64))


def group(rows: int, keyed: Sequence[Keyed], most: int | None = None) -> Groups:
    """The rows by their values of some keys; one group of all where there is no key. Raises
    `QueryRejected` for more groups than `most`."""
    if not keyed:
        return everything(rows)
    found = _combined(keyed)
    if most is not None and len(found.present) > _PERIODS * most:
        raise _too_many(most)
    columns = [
        [one.values[place] for place in places.tolist()]
        for one, places in zip(keyed, found.places, strict=True)
    ]
    # Values that are the same make one group.
    keys = list(zip(*columns, strict=True))
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    if most is not None and len(numbers) > most:
        raise _too_many(most)
    merged = np.array([numbers[key] for key in keys], dtype=np.int64)
    sizes = np.zeros(len(numbers), dtype=np.int64)
    np.add.at(sizes, merged, found.sizes)
    return Groups(found.codes(merged), list(numbers), sizes)


def _too_many(most: int) -> QueryRejected:
    detail = f"There would be more than {most:,} groups."
    return QueryRejected([Fault("group_by", "out-of-range", detail, "fewer or wider groups")])


class _Found(NamedTuple):
    """Combinations of values: that of each row in some numbering, and of those that there are the
    number, the place of its value of every key, and how many rows it has."""

    combined: NDArray[np.integer]
    present: Integers
    places: tuple[Integers, ...]
    sizes: Integers

    def codes(self, names: Integers) -> Integers:
        """What each row's combination is called."""
        if not len(self.present):
            return names
        table = np.zeros(int(self.present[-1]) + 1, dtype=np.int64)
        table[self.present] = names
        return table.take(self.combined)


def _combined(keyed: Sequence[Keyed]) -> _Found:
    if len(keyed) == 1 or math.prod(len(one.values) for one in keyed) <= _COUNTED:
        return _gathered(keyed)
    first = _combined(keyed[:-1])
    size = len(first.sizes)
    both = _gathered((Keyed(first.codes(np.arange(size)), range(size)), keyed[-1]))
    before, added = both.places
    return both._replace(places=(*(place[before] for place in first.places), added))


def _gathered(keyed: Sequence[Keyed]) -> _Found:
    widths = tuple(len(one.values) for one in keyed)
    possible = math.prod(widths)
    # Small numbers are quick to make and to count.
    combined = keyed[0].codes.astype(np.min_scalar_type(possible))
    for one in keyed[1:]:
        combined *= len(one.values)
        np.add(combined, one.codes, out=combined, casting="unsafe")
    if possible > max(_COUNTED, len(combined)):
        found, combined, sizes = np.unique(combined, return_inverse=True, return_counts=True)
        present = np.arange(len(found))
    else:
        counts = np.bincount(combined, minlength=1)
        found = present = np.flatnonzero(counts)
        sizes = counts[present]
    places = np.unravel_index(found.astype(np.int64), widths)
    return _Found(combined, present, places, sizes)
