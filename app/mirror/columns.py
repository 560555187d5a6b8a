"""The values that the mirror hands out: columns of all its rows, and the rows of a question.

They are read only; whoever computes from them writes into arrays of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MISSING = -(2**63)
"""A number that is not stated."""

CodedValue = str | bool | tuple[str, ...] | None
Mask = NDArray[np.bool_]
Integers = NDArray[np.int64]
Codes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.int32]


class Coded(NamedTuple):
    """A column of few distinct values: row i has `values[codes[i]]`; None is missing.

    A value may be that of dead rows alone; values are added at the end while the mirror lives.
    """

    codes: Codes
    values: list[CodedValue]


@dataclass(frozen=True, slots=True)
class Columns:
    """All rows, live and dead, by rising `since`, the dataset version that each has stood from.

    `numbers` are hundredths of money and percent, whole numbers, and days (`date.toordinal()`), or
    `MISSING`.
    """

    since: Integers
    numbers: Mapping[str, Integers]
    coded: Mapping[str, Coded]

    def __len__(self) -> int:
        return len(self.since)

    def take(self, rows: Integers) -> "Columns":
        """These rows alone, which must be by rising `since`."""
        return Columns(
            self.since[rows],
            {name: column[rows] for name, column in self.numbers.items()},
            {name: Coded(coded.codes[rows], coded.values) for name, coded in self.coded.items()},
        )

    def behind(self, place: int) -> "Columns":
        """The rows from a place on."""
        if not place:
            return self
        return Columns(
            self.since[place:],
            {name: column[place:] for name, column in self.numbers.items()},
            {name: Coded(coded.codes[place:], coded.values) for name, coded in self.coded.items()},
        )

    def rows_of(self, since: Integers) -> Integers:
        """The places of the rows that stand from these versions; of other versions, none."""
        places: Integers = np.searchsorted(self.since, since)
        places, since = places[places < len(self)], since[places < len(self)]
        held: Integers = places[self.since[places] == since]
        return held


class Hits(NamedTuple):
    """The rows of a question: true in `mask` for those, and for no dead one."""

    columns: Columns
    mask: Mask
