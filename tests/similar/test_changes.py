"""What happened to records before makes no difference to whom a project is like."""

import sqlite3
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.query.model import Query
from app.similar.gathering import MOST_OF_OWNER, POOL
from app.similar.similar import Row, find_similar
from app.store.neighbours import neighbour_of
from tests.mirror.mirrored import Mirrored
from tests.query import asking
from tests.query.records import Record, make_record, store
from tests.similar import plainly

_FIRST = 5_000
"""The dataset version from which on all records stand: there is room for past states before it."""


def answer(database: sqlite3.Connection, stored: list[Record]) -> list[Row]:
    """Whom the record with the least id is like; later ones of the list changed later."""
    store(database, stored, first=_FIRST)
    return find_again(database, stored)


def find_again(database: sqlite3.Connection, stored: list[Record]) -> list[Row]:
    reader = asking.Rows(database)
    hits = Mirrored.of_rows(reader, version=_FIRST + len(stored)).hits(Query())
    return find_similar(reader, hits, neighbour_of(reader, min(one["id"] for one in stored)), 50)


@pytest.mark.parametrize("states", [249, 250, 3_000])
def test_past_states_with_a_word_make_it_no_commoner(
    database: sqlite3.Connection, states: int
) -> None:
    stored = [
        make_record("a", name="Havsvägen", summary="Trålbindning.", owner_id="2120003005"),
        make_record("b", name="Bokbussen", summary="Trålbindning."),
        make_record("c", name="Havsvägen", number="2016/91001"),
        *(make_record(f"d{place}", name="Kraftbron") for place in range(4)),
    ]
    before = answer(database, stored)
    assert [row["id"] for row in before[:2]] == ["c", "b"]
    database.executemany(
        "INSERT INTO project_words (rowid, name, owner, summary) VALUES (?, ?, '', ?)",
        [(since, "2016 91001 havsvägen", "trålbindning") for since in range(1, 1 + states)],
    )
    assert find_again(database, stored) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.data(), plainly.relatives())
def test_the_order_of_changes_makes_no_difference(
    database: sqlite3.Connection, data: st.DataObject, stored: list[Record]
) -> None:
    assert answer(database, data.draw(st.permutations(stored))) == answer(database, stored)


@pytest.mark.parametrize("days", [0, 1])
def test_nor_does_it_among_more_equals_than_are_compared(
    database: sqlite3.Connection, days: int
) -> None:
    stored = [
        make_record(
            f"{place:04}",
            name=f"Bokbussen {place}",
            start_date=date(2016, 1, 1) + timedelta(days * place),
            end_date=date(2019, 1, 1),
        )
        for place in range(MOST_OF_OWNER + POOL)
    ]
    assert answer(database, stored[::-1]) == answer(database, stored)
