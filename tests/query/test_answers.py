"""Random questions of random records: SQL and plain Python must give the same answer."""

import sqlite3
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.query.format import format_query
from app.query.resource import PROJECTS
from tests.query import asking, oracle
from tests.query.oracle import Asked
from tests.query.questions import questions, records
from tests.query.records import Record, store


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(records(), st.lists(questions(), min_size=1, max_size=3))
def test_sql_and_plain_python_give_the_same_answer(
    database: sqlite3.Connection, stored: list[Record], asked: list[Asked]
) -> None:
    store(database, stored)
    for question in asked:
        _check_answer(database, stored, question)


def _check_answer(database: sqlite3.Connection, stored: list[Record], asked: Asked) -> None:
    query = asking.parse_pairs(asked.pairs())
    expected = oracle.answer(stored, asked)
    # One page, in order.
    assert [record["id"] for record in asking.page(database, query)] == expected
    # The total, and what a range dropped only for a missing value.
    found = asking.total(database, query)
    assert found == (len(expected), oracle.not_stated(stored, asked))
    # All pages together hold every record once.
    pages = asking.all_pages(database, replace(query, limit=2))
    assert [record["id"] for page in pages for record in page] == expected
    assert all(len(page) == 2 for page in pages[:-1])
    # The canonical text asks the very same.
    assert asking.parse(format_query(PROJECTS, query)) == query
