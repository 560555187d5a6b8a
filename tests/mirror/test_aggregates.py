"""Random questions for figures of random records: the mirror and plain Python give the same."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.mirror.aggregates import Figures, Row, aggregate
from app.query.aggregation.columns import columns_of
from app.query.aggregation.groups import records_behind
from app.query.aggregation.parse import format_aggregation, read_aggregation
from app.query.aggregation.question import Aggregation
from app.query.narrowing import Narrower
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.query.wire import Pair, split_query
from tests.mirror import figured
from tests.mirror.mirrored import Mirrored
from tests.query import asking, oracle
from tests.query.asked import Asked
from tests.query.questions import questions, records
from tests.query.records import TODAY, Record, store

_SETTINGS = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_KEYS = st.lists(
    st.sampled_from(figured.KEYS), max_size=3, unique_by=lambda key: key.partition(",")[0]
)
_METRICS = st.lists(st.sampled_from(figured.METRICS), min_size=1, max_size=5, unique=True)
_SUPPORT = st.none() | st.sampled_from(
    [Decimal(text) for text in ("0", "0.01", "3.33", "99999999999999.99", "9007199254740993")]
)
_ALL_IN_USE = replace(asking.LOOKUPS, is_code_in_use=lambda _field, _code: True)
"""What the data holds, a question may ask for."""
_PHASES = st.sampled_from((None, "Genomförande", "GENOMFÖRANDE", "Förprojektering"))


@st.composite
def figured_records(draw: st.DrawFn) -> list[Record]:
    """Records that also have a phase, and amounts that no float holds."""
    return [
        {**record, "phase": draw(_PHASES), "granted_support": draw(_SUPPORT)}
        for record in draw(records())
    ]


def read(*pairs: tuple[str, str]) -> Aggregation:
    """The question of these parameters, which has no fault."""
    given = tuple(Pair(name, text) for name, text in pairs)
    asked, faults = read_aggregation(given, lookups=asking.LOOKUPS)
    assert not faults, faults
    return asked


def answer(database: sqlite3.Connection, stored: list[Record], asked: Aggregation) -> Figures:
    """The figures that the mirror gives."""
    store(database, stored)
    mirrored = Mirrored.of_rows(asking.Rows(database), version=len(stored))
    hits = mirrored.hits(asking.spelt(database, asked.query))
    return aggregate(hits, TODAY, asked, {})


def chosen(stored: list[Record], question: Asked) -> list[Record]:
    """The records that a question is about."""
    by_id = {record["id"]: record for record in stored}
    return [by_id[key] for key in oracle.answer(stored, question)]


def cells(asked: Aggregation, row: Row) -> dict[str, Any]:
    """A row by its columns."""
    return dict(zip((column.name for column in columns_of(asked)), row.cells, strict=True))


def keys_of(asked: Aggregation, row: Row) -> tuple[Any, ...]:
    return tuple(cells(asked, row)[key.name] for key in asked.keys)


def check(told: dict[str, Any], metrics: Sequence[str], found: list[figured.Part]) -> None:
    """Every figure of a row is that of its records."""
    for metric in metrics:
        name = metric.partition(":")[2]
        assert told[metric.replace(":", "_")] == figured.figure(metric, found), metric
        if figured.has_coverage(metric):
            assert told[f"stated_{name}"] == len(figured.stated(name, found))
            assert told[f"coverage_{name}"] == figured.coverage(name, found)


@_SETTINGS
@given(figured_records(), questions(), _KEYS, _METRICS)
def test_every_figure_of_every_group_is_that_of_its_records(
    database: sqlite3.Connection,
    stored: list[Record],
    question: Asked,
    keys: list[str],
    metrics: list[str],
) -> None:
    question = replace(question, sort=())
    parameters = [*question.pairs(), ("metrics", ",".join(metrics))]
    asked = read(*parameters, *([("group_by", ",".join(keys))] if keys else []))
    about = chosen(stored, question)
    found = answer(database, stored, asked)
    # A spelling stands for those that are alike, among all records that there are.
    expected: dict[tuple[Any, ...], list[figured.Part]] = {}
    for record in about:
        for part in figured.parts(record, keys, stored):
            expected.setdefault(part.keys, []).append(part)
    if not keys:
        expected.setdefault((), [])
    assert found.total == len(expected)
    assert [keys_of(asked, row) for row in found.rows] == figured.in_order(expected, keys)
    for row in found.rows:
        check(cells(asked, row), metrics, expected[keys_of(asked, row)])
    check(found.totals, metrics, [part for parts in expected.values() for part in parts])


@_SETTINGS
@given(figured_records(), questions(), _KEYS)
def test_the_groups_are_the_ungrouped_records_each_once(
    database: sqlite3.Connection, stored: list[Record], question: Asked, keys: list[str]
) -> None:
    metrics = ("metrics", "count,sum:granted_support,sum:total_budget")
    pairs = [*replace(question, sort=()).pairs(), metrics]
    whole = answer(database, stored, read(*pairs))
    asked = read(*pairs, *([("group_by", ",".join(keys))] if keys else []))
    rows = [cells(asked, row) for row in answer(database, stored, asked).rows]
    for name in ("count", "sum_granted_support", "sum_total_budget", "stated_total_budget"):
        assert sum(row[name] or 0 for row in rows) == (whole.totals[name] or 0)
    [alone] = whole.rows
    assert cells(read(*pairs), alone) == whole.totals


@_SETTINGS
@given(figured_records(), questions(), st.sampled_from(((), ("region",), ("programme_area",))))
def test_years_add_up_to_the_ore(
    database: sqlite3.Connection, stored: list[Record], question: Asked, beside: tuple[str, ...]
) -> None:
    keys = (*beside, "active_year")
    metrics = ("count", "sum:total_budget", "sum:granted_support")
    question = replace(question, sort=())
    asked = read(*question.pairs(), ("group_by", ",".join(keys)), ("metrics", ",".join(metrics)))
    found = answer(database, stored, asked)
    about = chosen(stored, question)
    expected = figured.groups(about, keys)
    assert [keys_of(asked, row) for row in found.rows] == figured.in_order(expected, keys)
    for row in found.rows:
        check(cells(asked, row), metrics, expected[keys_of(asked, row)])
    for name in ("sum_total_budget", "sum_granted_support"):
        parts = [cells(asked, row)[name] for row in found.rows]
        assert sum(filter(None, parts)) == (found.totals[name] or 0)
    assert found.totals["count"] == len(about)


@_SETTINGS
@given(figured_records(), questions(), _KEYS, st.booleans())
def test_a_link_leads_to_as_many_records_as_its_row_counts(
    database: sqlite3.Connection,
    stored: list[Record],
    question: Asked,
    keys: list[str],
    by_year: bool,
) -> None:
    keys = [*keys, "active_year"] if by_year else keys
    pairs = replace(question, sort=()).pairs()
    asked = read(*pairs, *([("group_by", ",".join(keys))] if keys else []))
    narrower = Narrower(PROJECTS, asked.query)
    for row in answer(database, stored, asked).rows:
        assert row.keys is not None
        behind = records_behind(asked.keys, row.keys)
        text = narrower.written(behind) if behind is not None else None
        if text is None:
            assert by_year
            assert row.keys[-1] is None
            continue
        narrowed = parse_query(PROJECTS, text, lookups=_ALL_IN_USE)
        assert asking.total(database, narrowed)[0] == cells(asked, row)["count"], text


@_SETTINGS
@given(figured_records(), _KEYS.filter(bool), _METRICS, st.integers(1, 3), st.data())
def test_what_is_beyond_the_limit_is_told_as_one_row_of_its_records(
    database: sqlite3.Connection,
    stored: list[Record],
    keys: list[str],
    metrics: list[str],
    limit: int,
    data: st.DataObject,
) -> None:
    metrics = list(dict.fromkeys(("count", *metrics)))
    least = data.draw(st.integers(0, 2))
    pairs = [("group_by", ",".join(keys)), ("metrics", ",".join(metrics)), ("sort", "-count"),
             ("having__count__gt", str(least))]  # fmt: skip
    every = answer(database, stored, read(*pairs))
    expected = figured.groups(stored, keys)
    kept = [group for group in expected.values() if len(group) > least]
    assert every.total == len(kept)
    counts = [cells(read(*pairs), row)["count"] for row in every.rows]
    assert counts == sorted(map(len, kept), reverse=True)
    asked = read(*pairs, ("limit", str(limit)), ("others", "true"))
    found = answer(database, stored, asked)
    assert [keys_of(asked, row) for row in found.rows[:limit]] == [
        keys_of(read(*pairs), row) for row in every.rows[:limit]
    ]
    assert len(found.rows) == min(limit + 1, every.total)
    if every.total > limit:
        rest = found.rows[-1]
        assert rest.keys is None
        assert cells(asked, rest)["others"] is True
        left = [keys_of(read(*pairs), row) for row in every.rows[limit:]]
        check(cells(asked, rest), metrics, [one for key in left for one in expected[key]])


@_SETTINGS
@given(questions(), _KEYS, _METRICS, st.data())
def test_a_question_is_written_as_it_is_read(
    question: Asked, keys: list[str], metrics: list[str], data: st.DataObject
) -> None:
    metrics = list(dict.fromkeys(("count", *metrics)))
    pairs = [
        *replace(question, sort=()).pairs(),
        ("metrics", ",".join(metrics)),
        ("having__count__between", "1..5"),
        ("others", "true"),
        ("sort", "-count"),
    ]
    if keys:
        pairs.append(("group_by", ",".join(keys)))
    asked = read(*data.draw(st.permutations(pairs)))
    again, faults = split_query(format_aggregation(asked, 1_000))
    assert not faults
    assert read_aggregation(again, lookups=asking.LOOKUPS) == (asked, [])
