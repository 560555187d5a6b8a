"""Every kind of question asked of a state of the past, part of which is past and part still is."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.query import asking, oracle
from tests.query.asked import Asked
from tests.query.questions import questions, records
from tests.query.records import ORGANISATIONS, Record, index_words, make_record, store

THEN = 1_000


def store_past(database: sqlite3.Connection, then: Sequence[Record], now: Sequence[Record]) -> None:
    """The records that stood then: every other one still does. Those of now began later."""
    database.execute("DELETE FROM past_project")
    store(database, then[1::2])
    _move_to_past(database, until=THEN + 1)
    store(database, now, first=100)
    _move_to_past(database, until=THEN)  # gone by then
    new = [make_record(f"new-{place}", **_content(one)) for place, one in enumerate(now)]
    store(database, new, first=THEN + 1)
    held = database.execute("SELECT * FROM project").fetchall()
    store(database, then[::2], first=200)
    marks = ", ".join("?" * len(held[0])) if held else ""
    for row in held:
        database.execute(f"INSERT INTO project VALUES ({marks})", (*row[:-1], None))
    index_words(database)


def _content(record: Record) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "id"}


def _move_to_past(database: sqlite3.Connection, until: int) -> None:
    columns = ", ".join(row[1] for row in database.execute("PRAGMA table_info(project)"))
    database.execute(
        f"INSERT OR IGNORE INTO past_project ({columns}, until) SELECT {columns}, ? FROM project",
        (until,),
    )


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(records(), records(), st.lists(questions(), min_size=1, max_size=3))
def test_a_state_of_the_past_answers_as_the_present_does(
    database: sqlite3.Connection, then: list[Record], now: list[Record], asked: list[Asked]
) -> None:
    store_past(database, then, now)
    for question in asked:
        asked_for = asking.spelt(database, asking.parse_pairs(question.pairs()))
        query = replace(asked_for, as_of=THEN)
        expected = oracle.answer(then, question)
        assert [record["id"] for record in asking.page(database, query)] == expected
        counted = asking.total(database, query)
        assert counted == (len(expected), oracle.not_stated(then, question))
        pages = asking.all_pages(database, replace(query, limit=2))
        assert [record["id"] for page in pages for record in page] == expected


def test_owners_of_the_past_are_found_through_every_merge(database: sqlite3.Connection) -> None:
    ids = list(ORGANISATIONS)
    store_past(
        database,
        [make_record(f"r{place}", owner="Namn", owner_id=id_) for place, id_ in enumerate(ids)],
        [],
    )
    merges = ((ids[0], ids[1]), (ids[1], ids[2]))
    for key, into in merges:
        database.execute("UPDATE organisation SET merged_into = ? WHERE id = ?", (into, key))
    for name in ("Åre kommun", "8020022767", "ABF"):
        query = replace(asking.parse_pairs([("owner", name)]), as_of=THEN)
        assert [row["id"] for row in asking.page(database, query)] == ["r0", "r1", "r2"]
    other = replace(asking.parse_pairs([("owner", "Ab, c")]), as_of=THEN)
    assert [row["id"] for row in asking.page(database, other)] == ["r3"]
    database.execute("UPDATE organisation SET merged_into = NULL")
