"""Random questions of random records: SQL and plain Python must give the same answer."""

import sqlite3
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.fields import Kind
from app.query.format import format_query
from app.query.resource import PROJECTS
from tests.query import asking, oracle
from tests.query.asked import Asked
from tests.query.questions import questions, records
from tests.query.records import Record, make_record, store


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


def test_different_conditions_on_one_field_must_all_hold(database: sqlite3.Connection) -> None:
    both = ("budget-not-stated", "period-not-stated")
    store(
        database,
        [
            make_record("a", region="SE11", quality_issues=both, programme_area="1"),
            make_record("b", region="SE12", quality_issues=both[:1], programme_area="2"),
        ],
    )
    for raw, ids in (
        ("region=SE11&region__in=SE12", []),
        ("region=SE11&region__in=SE11,SE12", ["a"]),
        ("region=SE11&region__ne=SE11", []),
        ("region__ne=SE11&region__notin=SE12", []),
        ("quality_issues=budget-not-stated&quality_issues__in=period-not-stated", ["a"]),
        ("quality_issues=budget-not-stated&quality_issues=period-not-stated", ["a", "b"]),
        ("quality_issues=budget-not-stated&quality_issues__ne=period-not-stated", ["b"]),
        ("programme_area=2&programme_area=2014-2020:1", ["b"]),
        ("programme_area=2014-2020:1&programme_area=2014-2020:2", []),
        ("programme_area=1&programme_area=2014-2020:2", ["a"]),
    ):
        found = asking.page(database, asking.parse(raw))
        assert [record["id"] for record in found] == ids, raw


def test_a_text_equals_itself_without_case_and_surplus_blanks(
    database: sqlite3.Connection,
) -> None:
    texts = [
        name
        for name, field in PROJECTS.fields.items()
        if field.kind is Kind.TEXT and not field.flags.personal and name != "owner"
    ]
    store(database, [make_record("a", **dict.fromkeys(texts, "Åre  KOMMUN")), make_record("b")])
    for name in texts:
        for text, found in (("åre kommun", ["a"]), ("are kommun", []), ("kommun", [])):
            records = asking.page(database, asking.parse_pairs([(name, text)]))
            assert [record["id"] for record in records] == found, name


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
    # The canonical text asks the very same, and so does a body with all conditions in its tree.
    assert asking.parse(format_query(PROJECTS, query)) == query
    assert asking.parse_json_body(asked.body()) == query
