"""Sums of whole numbers by group, exact whatever their size."""

import numpy as np

from app.mirror.columns import Integers

_EXACT = float(2**53)
"""Up to which a float has every whole number."""
_BITS = 21
"""Of a part of a number: so many rows as memory holds have an exact sum of such parts."""


def exact_sums(codes: Integers | None, size: int, numbers: Integers) -> list[int]:
    """The sum of the numbers of each group; of all where `codes` is None."""
    weights = numbers.astype(np.float64)
    # Where all of them together are exact, so are the sums on the way to each group's.
    sizes = weights if weights.min(initial=0.0) >= 0 else np.abs(weights)
    if float(sizes.sum()) < _EXACT:
        return _summed(codes, size, weights)
    low, rest = numbers & (2**_BITS - 1), numbers >> _BITS
    parts = (low, rest & (2**_BITS - 1), rest >> _BITS)
    sums = [_summed(codes, size, part.astype(np.float64)) for part in parts]
    return [a + (b << _BITS) + (c << 2 * _BITS) for a, b, c in zip(*sums, strict=True)]


def half_even(numerator: int, denominator: int) -> int:
    """The quotient, rounded to the nearest whole number, to the even one of two."""
    whole, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and whole % 2):
        return whole + 1
    return whole


def nearest_place(counts: Integers, percent: int) -> Integers:
    """The place, from 0, of the least of so many values that `percent` in a hundred are not above;
    0 where there is none."""
    places: Integers = np.maximum(-(-counts * percent // 100), 1) - 1
    return places


def _summed(codes: Integers | None, size: int, weights: np.typing.NDArray[np.float64]) -> list[int]:
    if codes is None:
        return [int(weights.sum())]
    return [int(each) for each in np.bincount(codes, weights, size).tolist()]
