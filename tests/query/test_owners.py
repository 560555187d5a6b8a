"""Owners that were merged into another: whatever they bear finds what the other one owns."""

import sqlite3

import pytest

from tests.query import asking
from tests.query.records import make_database, make_record, store

MERGED, STANDS, APART = "8020022767", "2120003005", "n-00000001"


@pytest.fixture
def database() -> sqlite3.Connection:
    """One organisation merged into another; a project of each that stands."""
    connection = make_database()
    connection.execute("UPDATE organisation SET merged_into = ? WHERE id = ?", (STANDS, MERGED))
    store(connection, [make_record("a", owner_id=STANDS), make_record("b", owner_id=APART)])
    return connection


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        ("owner=8020022767", ["a"]),
        ("owner=802002-2767", ["a"]),
        ("owner=RADDA barnen", ["a"]),
        ("owner=2120003005", ["a"]),
        ("owner=Are kommun", ["a"]),
        ("owner=abf", ["b"]),
        ("owner=abf&owner=Radda Barnen", ["a", "b"]),
        ("owner__ne=Radda Barnen", ["b"]),
        ("owner__in=Radda Barnen,Are Kommun", ["a"]),
        ("owner_id=8020022767", []),
    ],
)
def test_a_merged_owner_finds_the_projects_of_the_one_that_answers(
    database: sqlite3.Connection, raw: str, ids: list[str]
) -> None:
    query = asking.parse(raw)
    assert [record["id"] for record in asking.page(database, query)] == ids
    assert asking.total(database, query)[0] == len(ids)
