"""Groups and sums where they are too many, or too large, for the quick way."""

from collections import Counter
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import QueryRejected
from app.mirror.aggregates import aggregate
from app.mirror.columns import MISSING, Coded, Columns, Hits
from app.mirror.grouping import MAX_GROUPS, group
from app.mirror.keys import Keyed
from app.mirror.sums import exact_sums, half_even
from app.mirror.years import MAX_PARTS
from app.query.aggregation.parse import read_aggregation
from app.query.wire import split_query

TODAY = date(2021, 6, 15)
LARGEST = 10**18 - 1


def columns_of(rows: int, **columns: list[int]) -> Columns:
    """Records with these numbers, and with two columns of many values."""
    owners = Coded(np.arange(rows, dtype=np.int32) % 3_000, [f"n-{n:08}" for n in range(3_000)])
    calls = Coded(np.arange(rows, dtype=np.int32) % 701, [f"2020/{n}" for n in range(701)])
    numbers = {name: np.array(values, dtype=np.int64) for name, values in columns.items()}
    return Columns(np.arange(rows) + 1, numbers, {"owner_id": owners, "call_number": calls})


def ask(columns: Columns, question: str) -> list[tuple[object, ...]]:
    """The cells of the rows of an answer about all records."""
    asked, faults = read_aggregation(split_query(question)[0])
    assert not faults
    hits = Hits(columns, np.ones(len(columns), dtype=np.bool_))
    return [row.cells for row in aggregate(hits, TODAY, asked, {}).rows]


def test_combinations_beyond_counting_are_grouped_all_the_same() -> None:
    random = Random(7)
    many = [[random.randrange(2_000) for _ in range(5_000)] for _ in range(3)]
    keyed = [Keyed(np.array(codes), range(2_000)) for codes in many]
    found = group(5_000, keyed)
    assert found.codes is not None
    rows = list(zip(*many, strict=True))
    assert Counter(rows) == dict(zip(found.keys, found.sizes.tolist(), strict=True))
    assert [found.keys[code] for code in found.codes.tolist()] == rows


def test_values_are_told_apart_and_counted_in_any_number_of_groups() -> None:
    columns = columns_of(20_000)
    rows = ask(columns, "group_by=owner_id&metrics=distinct:call_number,count&limit=3000")
    seen = Counter((row % 3_000, row % 701) for row in range(20_000))
    expected = Counter(owner for owner, _ in seen)
    assert [row[2] for row in rows] == [expected[owner] for owner in range(3_000)]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(-LARGEST, LARGEST) | st.integers(-9, 9)),
        max_size=30,
    )
)
def test_sums_are_exact_whatever_their_size(rows: list[tuple[int, int]]) -> None:
    codes = np.array([code for code, _ in rows], dtype=np.int64)
    numbers = np.array([number for _, number in rows], dtype=np.int64)
    expected = [sum(number for code, number in rows if code == one) for one in range(4)]
    assert exact_sums(codes, 4, numbers) == expected
    assert exact_sums(None, 1, numbers) == [sum(expected)]


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**9))
def test_a_quotient_is_rounded_half_to_even(numerator: int, denominator: int) -> None:
    found = half_even(numerator, denominator)
    far = abs(2 * (found * denominator - numerator))
    assert far < denominator or (far == denominator and found % 2 == 0)


def test_percentiles_are_found_among_values_of_any_distance() -> None:
    amounts = [-LARGEST, LARGEST, 0, 5, LARGEST, -LARGEST, 1, MISSING]
    columns = columns_of(len(amounts), total_budget=amounts)
    metrics = "metrics=min:total_budget,p50:total_budget,p99:total_budget,max:total_budget"
    for row in ask(columns, f"group_by=call_number&{metrics}"):
        assert len({row[1], row[4], row[5], row[6]}) == 1
    [row] = ask(columns, metrics)
    assert (row[0], row[3], row[4], row[5]) == (-LARGEST, 1, LARGEST, LARGEST)


def test_more_groups_than_an_answer_holds_are_refused() -> None:
    columns = columns_of(MAX_GROUPS + 1, total_budget=list(range(MAX_GROUPS + 1)))
    with pytest.raises(QueryRejected, match="more than 50,000"):
        ask(columns, "group_by=bin(total_budget,0.01)")
    assert len(ask(columns, "group_by=bin(total_budget,0.02)&limit=10000")) == 10_000


def test_years_without_end_are_refused() -> None:
    rows = MAX_PARTS // 9_999 + 1
    columns = columns_of(rows, start_date=[1] * rows, end_date=[date.max.toordinal()] * rows)
    with pytest.raises(QueryRejected, match="too many years"):
        ask(columns, "group_by=active_year")


def test_the_longest_project_there_can_be_is_apportioned() -> None:
    whole = {"start_date": [1], "end_date": [date.max.toordinal()], "total_budget": [LARGEST]}
    question = "group_by=active_year&metrics=sum:total_budget&limit=10000"
    rows = ask(columns_of(1, **whole), question)
    assert [row[0] for row in rows] == list(range(1, 10_000))
    parts = [part for row in rows if isinstance(part := row[1], int)]
    assert sum(parts) == LARGEST
    assert max(parts) - min(parts) <= LARGEST // 365 // 9_000
