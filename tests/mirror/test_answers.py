"""Random questions of random records: SQL, the mirror and plain Python must say the same."""

import sqlite3
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mirror.mirrored import MIRRORED, Mirrored
from tests.query import asking, oracle
from tests.query.asked import Asked
from tests.query.questions import questions, records
from tests.query.records import Record, store
from tests.query.test_past import THEN, store_past

_SETTINGS = settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_QUESTIONS = st.lists(questions(), min_size=1, max_size=3)


@_SETTINGS
@given(records(), _QUESTIONS, st.integers(0, 3))
def test_the_mirror_finds_counts_and_orders_as_sql_and_plain_python_do(
    database: sqlite3.Connection, stored: list[Record], asked: list[Asked], offset: int
) -> None:
    store(database, stored)
    mirrored = Mirrored.of_rows(asking.Rows(database), version=len(stored))
    for each in asked:
        question = replace(each, sort=_mirrored(each.sort))
        query = asking.spelt(database, asking.parse_pairs(question.pairs()))
        expected = oracle.answer(stored, question)
        told, held = mirrored.totals(query)
        assert told == held == (len(expected), oracle.not_stated(stored, question))
        assert mirrored.found(query) == len(expected)
        # Pages behind each other, and those behind an offset.
        assert mirrored.page(replace(query, offset=1)) == expected[1:]
        if query.filters or query.where or query.q or query.sort:
            told_pages, held_pages = mirrored.pages(replace(query, limit=2))
            assert told_pages == held_pages
            shifted = replace(query, offset=offset, limit=2)
            assert mirrored.page(shifted) == expected[offset : offset + 3]


@_SETTINGS
@given(records(), records(), _QUESTIONS)
def test_the_mirror_tells_the_past_as_sql_and_plain_python_do(
    database: sqlite3.Connection, then: list[Record], now: list[Record], asked: list[Asked]
) -> None:
    store_past(database, then, now)
    mirrored = Mirrored.of_rows(asking.Rows(database), version=10 * THEN)
    for question in asked:
        parsed = replace(asking.parse_pairs(question.pairs()), as_of=THEN)
        query = asking.spelt(database, parsed)
        told, held = mirrored.totals(query)
        expected = oracle.answer(then, question)
        assert told == held == (len(expected), oracle.not_stated(then, question))
        assert mirrored.found(query) == len(expected)
        assert mirrored.page(query) is None


def test_an_order_that_the_mirror_does_not_hold_is_left_to_the_database(
    database: sqlite3.Connection,
) -> None:
    store(database, [])
    mirrored = Mirrored.of_rows(asking.Rows(database), version=0)
    for raw in ("sort=name", "region=SE11&sort=-updated_at,region"):
        assert mirrored.page(asking.parse(raw)) is None


def _mirrored(sort: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in sort if key.removeprefix("-") in MIRRORED)
