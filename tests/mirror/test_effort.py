"""What others need not wait for: figures of many rows or groups; and whose names are told."""

import numpy as np
import pytest

from app.mirror.columns import Coded, Columns, Hits
from app.mirror.effort import is_long, owners_of
from app.query.aggregation.question import COUNT, SUM, Aggregation, GroupKey, Metric, Part
from app.query.model import Query

COUNTED = (Metric(COUNT), Metric(SUM, "total_budget"))
OWNERS = 600


@pytest.mark.parametrize(
    ("rows", "keys", "long"),
    [
        (0, (), False),
        (1_000, (GroupKey("region"),), False),
        (200_000, (GroupKey("region"),), True),
        (400, (GroupKey("owner_id"),), False),
        (1_000, (GroupKey("owner_id"),), True),
        (1_000, (GroupKey("start_date", Part.YEAR),), False),
        (1_000, (GroupKey("start_date", Part.MONTH), GroupKey("region")), True),
        (1_000, (GroupKey("total_budget", Part.BIN, 100),), True),
        (100, (GroupKey("active_year"),), False),
        (10_000, (GroupKey("active_year"),), True),
    ],
)
def test_many_rows_or_many_groups_take_long(
    rows: int, keys: tuple[GroupKey, ...], *, long: bool
) -> None:
    assert is_long(_hits(200_000, rows), Aggregation(Query(), keys, COUNTED)) is long


def test_names_are_told_of_the_owners_of_the_rows_alone() -> None:
    by_owner = Aggregation(Query(), (GroupKey("owner_id"),), COUNTED)
    assert owners_of(_hits(200_000, 5), by_owner) == ["1", "2", "3", "4"]  # the first has none
    assert owners_of(_hits(200_000, 0), by_owner) == []
    assert owners_of(_hits(200_000, 5), Aggregation(Query(), (), COUNTED)) == []


def _hits(rows: int, found: int) -> Hits:
    codes = np.arange(rows) % OWNERS
    owners = Coded(codes.astype(np.uint16), [None, *map(str, range(1, OWNERS))])
    regions = Coded(np.zeros(rows, np.uint8), ["SE11", "SE12"])
    return Hits(
        Columns(np.arange(rows), {}, {"owner_id": owners, "region": regions}),
        np.arange(rows) < found,
    )
