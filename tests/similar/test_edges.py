"""Two projects of one owner and name, at each edge of what makes one a continuation or a copy."""

import sqlite3
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.query.model import Query
from app.similar.similar import find_similar
from app.store.neighbours import neighbour_of
from tests.mirror.mirrored import Mirrored
from tests.query import asking
from tests.query.records import Record, make_record, store

START, END = date(2016, 1, 1), date(2017, 12, 31)


def project(key: str, start: date, end: date, budget: str, name: str = "Havsvägen") -> Record:
    return make_record(key, name=name, start_date=start, end_date=end, total_budget=Decimal(budget))


def relations(database: sqlite3.Connection, other: Record) -> tuple[object, object]:
    """What the other is to the project of two years and a hundred crowns, and that one to it."""
    own = project("own", START, END, "100")
    store(database, (own, other))
    reader = asking.Rows(database)
    hits = Mirrored.of_rows(reader, version=2).hits(Query())
    ((there,), (back,)) = (
        find_similar(reader, hits, neighbour_of(reader, one["id"]), 10) for one in (own, other)
    )
    return there["relation"], back["relation"]


@pytest.mark.parametrize(
    ("days", "follows"), [(-92, False), (-91, True), (1, True), (549, True), (550, False)]
)
def test_a_continuation_begins_within_a_quarter_before_and_eighteen_months_after_the_end(
    database: sqlite3.Connection, days: int, follows: bool
) -> None:
    later = project("other", END + timedelta(days=days), date(2020, 12, 31), "100", "Havsvägen 2")
    expected = ("continuation", "predecessor") if follows else ("similar", "similar")
    assert relations(database, later) == expected


@pytest.mark.parametrize(
    ("budget", "name", "expected"),
    [
        ("101", "HAVSVÄGEN", "duplicate"),
        ("101.01", "Havsvägen", "similar"),
        ("99.01", "Havsvägen", "duplicate"),
        ("100", "Havsvägen 2", "similar"),
        ("100", "Havsvägen ABC", "duplicate"),
        ("100", "Havsvägen till skogs", "duplicate"),
        ("100", "Havsvägen till fjälls och skogs", "similar"),
    ],
)
def test_a_duplicate_has_the_same_steps_and_the_same_sum_within_one_percent(
    database: sqlite3.Connection, budget: str, name: str, expected: str
) -> None:
    assert relations(database, project("other", START, END, budget, name)) == (expected,) * 2


@pytest.mark.parametrize("text", ["–", "…!", "ABC", "2", "steg 2", "\u0301", "½", '"', "ß" * 300])
def test_names_and_numbers_of_any_signs_are_compared(
    database: sqlite3.Connection, text: str
) -> None:
    other = {**project("other", START, END, "100", text), "number": text, "summary": text}
    told = relations(database, other)
    assert told in {("similar", "similar"), ("duplicate", "duplicate")}
