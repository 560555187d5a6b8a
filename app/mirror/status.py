"""The status of each row on a day: no column holds it, and yet it is asked for like others."""

from datetime import date

import numpy as np

from app.mirror.columns import MISSING, Coded, Columns

STATUS = "status"
_STATUSES = ("unknown", "ongoing", "ended", "planned")
"""Where more than one could be said, the later one holds."""


def status_of(columns: Columns, day: date) -> Coded:
    """The column of `status` on a day, made from start and end."""
    start, end, today = columns.numbers["start_date"], columns.numbers["end_date"], day.toordinal()
    has_end = end != MISSING
    holds = ((start != MISSING) & has_end, has_end & (end < today), start > today)
    codes = np.zeros(len(columns), np.uint8)
    for code, mask in enumerate(holds, start=1):
        np.maximum(codes, code * mask.view(np.uint8), out=codes)
    return Coded(codes, list(_STATUSES))


def is_coded(columns: Columns, name: str) -> bool:
    """Whether a field has few distinct values."""
    return name == STATUS or name in columns.coded


def coded_of(columns: Columns, name: str, day: date) -> Coded:
    """A column of few distinct values, as it is on a day."""
    return status_of(columns, day) if name == STATUS else columns.coded[name]
