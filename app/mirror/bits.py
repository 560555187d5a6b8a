"""Masks of rows with a bit for each: a million rows are 125 KB, combined in microseconds.

Behind the last row there may be ones: whoever counts has cut them off with a mask of live rows.
"""

import numpy as np
from numpy.typing import NDArray

from app.mirror.columns import Integers, Mask

WORD = 64
"""Rows of a word."""

Bits = NDArray[np.uint64]
"""Row i is bit i % 8 of byte i // 8."""


def packed(mask: Mask) -> Bits:
    """The bits of a mask, none behind its last row."""
    octets = np.zeros(8 * words_for(len(mask)), np.uint8)
    bits = np.packbits(mask, bitorder="little")
    octets[: len(bits)] = bits
    return octets.view(np.uint64)


def unpacked(bits: Bits, count: int) -> Mask:
    """The mask of the first so many rows, not to be written to."""
    mask = np.unpackbits(bits.view(np.uint8), count=count, bitorder="little").view(np.bool_)
    mask.flags.writeable = False
    return mask


def words_for(count: int) -> int:
    """The number of words that so many rows fill."""
    return -(-count // WORD)


def count_of(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def rows_in(bits: Bits) -> Integers:
    """The rows whose bits are set, rising."""
    words = np.flatnonzero(bits)
    within = np.unpackbits(bits[words].view(np.uint8), bitorder="little")
    places = np.flatnonzero(within.view(np.bool_))
    rows: Integers = words[places // WORD] * WORD + places % WORD
    return rows


def holds(bits: Bits, rows: NDArray[np.signedinteger]) -> Mask:
    """Which of these rows have their bits set."""
    octets = bits.view(np.uint8)[rows >> 3]
    held: Mask = (octets >> (rows & 7).astype(np.uint8) & 1).view(np.bool_)
    return held
