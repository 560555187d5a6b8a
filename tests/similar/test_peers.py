"""A project's figures among its peers: exact, and as plain Python counts them."""

import sqlite3
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.fields import BY_NAME
from app.domain.representation import to_json
from app.domain.swedish import MAX_AMOUNT
from app.query.model import Query
from app.similar.peers import measure, nearest_rank, peers_of, percentile
from app.store.neighbours import neighbour_of
from tests.mirror.mirrored import Mirrored
from tests.query import asking
from tests.query.questions import DAYS
from tests.query.records import Record, make_record, store

_VALUES = st.lists(st.integers(-3, 3) | st.integers(0, MAX_AMOUNT), min_size=1, max_size=12)
_AMOUNTS = st.none() | st.sampled_from(
    [Decimal(text) for text in ("0", "0.01", "0.03", "100", "99999999.99", "10000000000000")]
)
_PARTICIPANTS = st.none() | st.integers(0, 12)
_MOST = Decimal(2**62) / 10_000
"""A share above it does not fit: of a budget of one öre."""


@st.composite
def peers(draw: st.DrawFn) -> list[Record]:
    """Projects of one objective."""
    return [
        make_record(
            f"r{index}",
            total_budget=draw(_AMOUNTS),
            granted_support=draw(_AMOUNTS),
            planned_participants=draw(_PARTICIPANTS),
            start_date=draw(st.none() | DAYS),
            end_date=draw(st.none() | DAYS),
        )
        for index in range(draw(st.integers(1, 7)))
    ]


def figures(record: Record) -> dict[str, Decimal | int | None]:
    """The figures of one record; None where one cannot be said."""
    budget, support = record["total_budget"], record["granted_support"]
    people, start, end = (
        record[name] for name in ("planned_participants", "start_date", "end_date")
    )
    share = budget and support is not None and support // budget < _MOST
    return {
        "sek_per_participant": rounded(budget, people) if people and budget is not None else None,
        "support_share": rounded(100 * support, budget) if share else None,
        "duration_days": (end - start).days + 1 if start and end and start <= end else None,
        "total_budget": budget,
    }


def rounded(above: Decimal, below: Decimal | int) -> Decimal:
    """A quotient with two decimals, half to even."""
    return Decimal(round(Fraction(above) / Fraction(below) * 100)) / 100


def plain_percentile(value: Any, values: Sequence[Any]) -> Decimal:  # noqa: ANN401
    """The share of smaller values and half of the equal ones, in percent."""
    smaller, equal = sum(one < value for one in values), sum(one == value for one in values)
    return rounded(Decimal(200 * smaller + 100 * equal), 2 * len(values))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(peers())
def test_every_figure_is_that_of_the_records(
    database: sqlite3.Connection, stored: list[Record]
) -> None:
    store(database, stored)
    hits = Mirrored.of_rows(asking.Rows(database), version=len(stored)).hits(Query())
    every = [figures(record) for record in stored]
    for since, own in enumerate(every, start=1):
        told = measure(hits, since)
        assert list(told) == list(own)
        for name, figure in told.items():
            values = sorted(one[name] for one in every if one[name] is not None)  # type: ignore[type-var]
            assert figure["count"] == len(values)
            assert figure["value"] == shown(own[name])
            if own[name] is not None:
                assert figure["percentile"] == shown(plain_percentile(own[name], values))
            else:
                assert figure["percentile"] is None
            for rank, percent in (("p10", 10), ("median", 50), ("p90", 90)):
                place = max(1, -(-len(values) * percent // 100)) - 1
                assert figure[rank] == (shown(values[place]) if values else None)


def shown(value: Decimal | int | None) -> Any:  # noqa: ANN401
    """As an answer writes it."""
    if not isinstance(value, Decimal):
        return value
    hundredths = int((value * 100).quantize(Decimal(1), ROUND_HALF_EVEN))
    return to_json(BY_NAME["total_budget"], hundredths)


@given(_VALUES)
def test_a_percentile_grows_with_the_value_and_all_together_are_balanced(
    values: list[int],
) -> None:
    ordered = np.sort(np.array(values, np.int64))
    told = [percentile(ordered, int(value)) for value in ordered]
    assert told == sorted(told)
    assert all(0 < one < 10_000 or len(values) == 1 for one in told)
    assert abs(sum(told) - 5_000 * len(values)) <= len(values)
    negated = -ordered
    for value, one in zip(ordered, told, strict=True):
        assert abs(percentile(negated, -int(value)) + one - 10_000) <= 1


@given(_VALUES, st.integers(1, 99), st.integers(1, 99))
def test_a_nearest_rank_is_one_of_the_values_and_grows_with_the_percent(
    values: list[int], one: int, other: int
) -> None:
    numbers = np.array(values, np.int64)
    found = nearest_rank(numbers, one)
    assert found in values
    assert 100 * sum(value <= found for value in values) >= one * len(values)
    assert 100 * sum(value < found for value in values) < one * len(values)
    assert (nearest_rank(numbers, other) >= found) or other < one


def test_peers_share_the_objective_else_the_area_of_the_period(
    database: sqlite3.Connection,
) -> None:
    codes = {"programme_period": "2014-2020", "programme_area": "2", "specific_objective": "2.1"}
    stored = [
        make_record("r1", **codes),
        make_record("r2", **{**codes, "specific_objective": None}),
        make_record("r3", **{**codes, "programme_period": None}),
        make_record("r4", programme_period="2014-2020"),
    ]
    store(database, stored)
    found = [peers_of(neighbour_of(asking.Rows(database), one["id"])) for one in stored]
    assert [(one.field, one.value) if one else None for one in found] == [
        ("specific_objective", "2014-2020:2.1"),
        ("programme_area", "2014-2020:2"),
        None,
        None,
    ]
