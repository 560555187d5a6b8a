"""What a project has in common with others, but for its words: codes, sums and days, in columns.

What is not stated is like nothing.
"""

from dataclasses import dataclass

import numpy as np

from app.mirror.columns import MISSING, Columns, Integers, Mask
from app.similar.weights import points_of

MONTHS_18 = 548
"""Days within which a project goes on with another."""
FEW_DAYS = 92
"""That one project runs beside the one it goes on with: a quarter of a year."""


@dataclass(frozen=True, slots=True)
class Facts:
    """By row: which reasons hold, how many days both projects ran (of a gap, minus its days), and
    what tells how they are related."""

    held: dict[str, Mask]
    days: Integers
    follows: Mask
    precedes: Mask
    same_sum: Mask  # within one percent

    def take(self, places: Integers) -> "Facts":
        """Some of the rows."""
        return Facts(
            {code: mask[places] for code, mask in self.held.items()},
            self.days[places],
            self.follows[places],
            self.precedes[places],
            self.same_sum[places],
        )

    def points(self) -> Integers:
        """What these reasons add up to."""
        total = np.zeros(len(self.days), np.int64)
        for code, mask in self.held.items():
            total += points_of(code) * mask
        return total


def compare(columns: Columns, own: int, rows: Integers) -> Facts:
    """What the project at one row has in common with those at others."""
    in_period = _same(columns, "programme_period", own, rows)
    objective = in_period & _same(columns, "specific_objective", own, rows)
    area = in_period & _same(columns, "programme_area", own, rows)
    smaller, larger = _ordered(columns.numbers["total_budget"], own, rows)
    start, end = columns.numbers["start_date"], columns.numbers["end_date"]
    days = np.minimum(end[own], end[rows]) - np.maximum(start[own], start[rows]) + 1
    dated = _is_span(start, end, rows) & _is_span(start, end, np.array([own]))
    near = dated & (days <= FEW_DAYS) & (days >= -MONTHS_18)
    held = {
        "same_owner": _same(columns, "owner_id", own, rows),
        "same_objective": objective,
        "same_area": area & ~objective,
        "same_region": _same(columns, "region", own, rows),
        "near_size": (smaller > 0) & (4 * larger <= 5 * smaller),
        "overlapping_period": dated & (days > 0),
        "consecutive_period": dated & (days <= 0) & (days >= -MONTHS_18),
    }
    return Facts(
        held=held,
        days=days,
        follows=near & (start[rows] > start[own]) & (end[rows] > end[own]),
        precedes=near & (start[rows] < start[own]) & (end[rows] < end[own]),
        same_sum=(smaller > 0) & (100 * larger <= 101 * smaller),
    )


def _same(columns: Columns, name: str, own: int, rows: Integers) -> Mask:
    codes, values = columns.coded[name]
    same: Mask = codes[rows] == codes[own]
    return same & (values[int(codes[own])] is not None)


def _ordered(amounts: Integers, own: int, rows: Integers) -> tuple[Integers, Integers]:
    """The smaller and the larger of both sums; a missing one is the smallest of all."""
    return np.minimum(amounts[own], amounts[rows]), np.maximum(amounts[own], amounts[rows])


def _is_span(start: Integers, end: Integers, rows: Integers) -> Mask:
    span: Mask = (start[rows] != MISSING) & (start[rows] <= end[rows])
    return span
