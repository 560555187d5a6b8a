"""Organisations through the same language: totals, lists of spellings, search and paging."""

import sqlite3
from collections.abc import Iterator

import pytest

from app.domain.collation import sort_key
from app.query.compile import compile_record
from app.query.resource import ORGANISATIONS
from tests.query import asking
from tests.query.records import TODAY, make_database

# A small stand-in for the view that the migrations make, with the same columns.
VIEW = """
CREATE VIEW organisation_totals AS
SELECT o.id, o.number, o.number_key, o.name, o.name_key,
    (SELECT json_group_array(name) FROM (
        SELECT name FROM spelling WHERE organisation_id = o.id ORDER BY folded)) AS spellings,
    (SELECT group_concat(char(1) || folded, '') FROM spelling
        WHERE organisation_id = o.id) AS spellings_key,
    length(o.name) AS project_count,
    nullif(length(o.name) * 100050, 300150) AS total_budget,
    1 AS stated_total_budget, NULL AS granted_support, 0 AS stated_granted_support,
    '2020-01-01' AS first_start_date, NULL AS last_end_date
FROM organisation AS o
"""


@pytest.fixture(scope="module")
def organisations() -> Iterator[sqlite3.Connection]:
    connection = make_database()
    connection.execute(VIEW)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        ("", ["2120003005", "8020022767", "n-00000001", "n-00000002"]),
        ("name=öbo", ["n-00000001"]),
        ("spellings=ARE kommun", ["2120003005"]),
        ("spellings=kommun", []),
        ("spellings=abf&spellings=radda barnen", ["8020022767", "n-00000001"]),
        ("spellings__in=%22Ab, c%22,ABF", ["n-00000001", "n-00000002"]),
        ("spellings__ne=abf", ["2120003005", "8020022767", "n-00000002"]),
        ("q=barnen", ["8020022767"]),
        ("q=skola", ["2120003005"]),
        ("q=komm*", ["2120003005"]),
        ("q=-abf 5560000001", ["n-00000002"]),
        ("number__isnull=true", ["n-00000001"]),
        ("number__startswith=21", ["2120003005"]),
        ("sort=-name", ["n-00000001", "2120003005", "8020022767", "n-00000002"]),
        ("sort=total_budget", ["n-00000002", "2120003005", "8020022767", "n-00000001"]),
        ("total_budget__gte=5003", ["2120003005", "8020022767"]),
    ],
)
def test_organisations_are_asked_for_like_projects(
    organisations: sqlite3.Connection, raw: str, ids: list[str]
) -> None:
    query = asking.parse(raw, ORGANISATIONS)
    found = asking.page(organisations, query, ORGANISATIONS)
    assert [record["id"] for record in found] == ids
    assert asking.total(organisations, query, ORGANISATIONS)[0] == len(ids)


def test_a_range_tells_which_organisations_state_nothing(
    organisations: sqlite3.Connection,
) -> None:
    query = asking.parse("total_budget__gte=1", ORGANISATIONS)
    assert asking.total(organisations, query, ORGANISATIONS) == (3, {"total_budget": 1})


def test_an_organisation_is_shown_with_its_spellings_and_totals(
    organisations: sqlite3.Connection,
) -> None:
    statement = compile_record(ORGANISATIONS, "n-00000002", ORGANISATIONS.default, today=TODAY)
    ((text,),) = organisations.execute(statement.sql, statement.parameters).fetchall()
    assert '"spellings":["a%b_c","Ab \\"c\\"","Ab, c"]' in text.decode()
    assert '"total_budget":5002.5,' in text.decode()


@pytest.mark.parametrize("raw", ["period=2021", "budget=1", "region=SE12", "sort=spellings"])
def test_the_plain_words_of_projects_are_unknown_here(raw: str) -> None:
    assert len(asking.faults_of(raw, ORGANISATIONS)) == 1


def test_all_pages_hold_every_organisation_once(organisations: sqlite3.Connection) -> None:
    query = asking.parse("sort=total_budget,-name&limit=1", ORGANISATIONS)
    pages = asking.all_pages(organisations, query, ORGANISATIONS)
    names = [record["name"] for page in pages for record in page]
    assert sorted(names, key=sort_key) == ["Ab, c", "Rädda Barnen", "Åre kommun", "Öbo"]
