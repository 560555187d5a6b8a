"""What figures of some rows will take: whether others can wait until they are worked out, and the
owners whose names they tell. Works none of them out.
"""

import math

import numpy as np

from app.mirror.columns import Columns, Hits
from app.query.aggregation.question import ACTIVE_YEAR, CALENDAR, Aggregation, GroupKey

_MOST_STEPS = 500_000
"""Rows, once for each key and figure, that take some milliseconds."""
_MOST_GROUPS = 500
"""Groups whose cells take some milliseconds."""
_YEARS = 100
"""What grouping by active years takes against another key: a row for each year, its amounts
apportioned."""
_MONTHS = 480
"""Of the dates of projects, roughly; there are fewer years."""
_OWNER = "owner_id"


def is_long(hits: Hits, asked: Aggregation) -> bool:
    """Whether the figures of a question's rows take longer than others can wait."""
    rows = int(np.count_nonzero(hits.mask))
    words = len(asked.keys) + len(asked.metrics) + _YEARS * asked.by_active_year
    groups = math.prod(_values(hits.columns, key) for key in asked.keys)
    return rows * words > _MOST_STEPS or min(rows, groups) > _MOST_GROUPS


def owners_of(hits: Hits, asked: Aggregation) -> list[str]:
    """The ids of the owners of these rows; none where the question does not group by them."""
    if all(key.field != _OWNER for key in asked.keys):
        return []
    column = hits.columns.coded[_OWNER]
    there = np.flatnonzero(np.bincount(column.codes[hits.mask])).tolist()
    return [str(column.values[code]) for code in there if column.values[code] is not None]


def _values(columns: Columns, key: GroupKey) -> int:
    """How many different ones a key has at most, roughly."""
    if key.field == ACTIVE_YEAR or key.part in CALENDAR:
        return _MONTHS
    if key.field in columns.coded:
        return len(columns.coded[key.field].values)
    return len(columns)
