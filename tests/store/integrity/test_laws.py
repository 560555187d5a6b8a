"""Each law is kept by what the product writes, and each kind of damage breaks the law it should."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import Database
from app.store.integrity.laws import LAWS, judge
from app.store.words import Entry, entry_of, replace_entries
from tests.conftest import open_copy
from tests.importer.files import import_contents
from tests.importer.pages import make_page, pages

KEY = "2020-00001"
ACCEPTED = """json('{"support-not-stated": {"by": "Kim", "reason": "", "at": "2026-01-01"}}')"""


@pytest.fixture
def database(golden_database: Database, tmp_path: Path) -> Database:
    """With a record of three versions besides."""
    for budget in ("1 000", "2 000", "3 000"):
        page = make_page(Diarienummer="2020/00001", Total_projektbudget=budget)
        import_contents(golden_database, tmp_path, page)
    return golden_database


def breaches(database: Database) -> dict[str, list[str]]:
    """The laws that are broken, and how."""
    with closing(database.reader()) as reader, reader.snapshot() as snapshot:
        verdicts = list(judge(snapshot))
    assert [verdict.law for verdict in verdicts] == list(LAWS)
    return {v.law.code: list(v.breaches) for v in verdicts if v.breaches}


def damage(database: Database, sql: str) -> None:
    with closing(sqlite3.connect(database.path)) as connection, connection:
        assert connection.execute(sql).rowcount >= 1


def test_what_imports_write_keeps_every_law(database: Database) -> None:
    assert breaches(database) == {}


@pytest.mark.parametrize("letter", ["x", "å", "ж", "𝔸"])
def test_words_longer_than_the_index_tells_them_keep_every_law(
    database: Database, tmp_path: Path, letter: str
) -> None:
    word = f"y{letter * 33_000}"  # the cut is within a letter
    import_contents(database, tmp_path, make_page(word, Diarienummer="2020/00001"))
    assert breaches(database) == {}
    import_contents(database, tmp_path, make_page("kort", Diarienummer="2020/00001"))
    assert breaches(database) == {}


@pytest.mark.slow
@settings(max_examples=30)
@given(contents=st.lists(pages(), max_size=8))
def test_any_imports_keep_every_law(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, contents: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("lagar")
    with open_copy(empty_file, folder) as database:
        import_contents(database, folder, *contents)
        assert breaches(database) == {}


@pytest.mark.parametrize(
    ("law", "sql", "said"),
    [
        ("references", "UPDATE project SET owner_id = 'borta'", "of project refers to a organ"),
        ("versions", f"DELETE FROM project_version WHERE project_id = '{KEY}' AND version = 2",
         f"{KEY}: 2 versions from 1 to 3"),
        ("versions", f"DELETE FROM project_version WHERE project_id = '{KEY}' AND version = 1",
         f"{KEY}: 2 versions from 2 to 3"),
        ("states", f"DELETE FROM past_project WHERE id = '{KEY}' AND version = 1",
         f"{KEY} version 1 (create): 0 states"),
        ("states", f"DELETE FROM project WHERE id = '{KEY}'",
         f"{KEY} version 3 (update): 0 states"),
        ("states", f"UPDATE project_version SET op = 'delete' WHERE project_id = '{KEY}'",
         f"{KEY} version 3 (delete): 1 states"),
        ("states", f"UPDATE project SET version = 9 WHERE id = '{KEY}'",
         f"{KEY}: stands at version 9, the newest is 3"),
        ("times", f"UPDATE past_project SET until = until + 1 WHERE id = '{KEY}' AND version = 1",
         f"{KEY} version 1: from "),
        ("times", f"UPDATE project SET since = since - 1 WHERE id = '{KEY}'",
         f"{KEY} version 3: from "),
        ("feed", "UPDATE dataset SET latest_seq = 99",
         "the newest change is 15, the dataset says 99"),
        ("feed", "UPDATE dataset SET version = 3", "the dataset version is 3, a change has 15"),
        ("feed", "DELETE FROM change WHERE seq = 7", "change 8 follows 6"),
        ("feed", "UPDATE change SET dataset_version = 1 WHERE seq = 9",
         "change 9: dataset version 1 after 8"),
        ("changes", "UPDATE change SET op = 'delete' WHERE seq = 9", "has no such version 1"),
        ("changes", "DELETE FROM change WHERE seq = 15", f"{KEY} version 3: 0 changes"),
        ("changes", "UPDATE change SET op = 'redact' WHERE seq = 15",
         f"{KEY} version 3: 0 changes"),
        ("changes", f"INSERT INTO change VALUES (16, '{KEY}', 4, 'redact', '[]', '2026-01-01', 15)",
         f"change 16: {KEY} has no such version 4"),
        ("keys", f"UPDATE project SET name_key = 'nya' WHERE id = '{KEY}'",
         f"{KEY} version 3: name"),
        ("keys", f"UPDATE past_project SET owner = 'Ny' WHERE id = '{KEY}' AND version = 2",
         f"{KEY} version 2: owner"),
        ("keys", f"UPDATE project SET owner_organisation_number = '8001011234' WHERE id = '{KEY}'",
         "owner_organisation_number"),
        ("words", "INSERT INTO project_words (rowid, name) VALUES (99, 'borta')",
         "there is no state from 99 on"),
        ("words", "INSERT INTO project_words (rowid, name) VALUES (1, 'borta')",
         "“borta” stands in 0 states, the index says 1"),
        ("words", "DELETE FROM word WHERE word = 'exempelkommunen'",
         "“exempelkommunen” is a word of a state"),
        ("words", "INSERT INTO word VALUES (9999, 'borta', 'bort', NULL, 'borta', 'bort')",
         "“borta” is no word of a state"),
        ("words", f"UPDATE project SET since = 98 WHERE id = '{KEY}'",
         "the state from 98 on is not indexed"),
        ("owners", "DELETE FROM spelling WHERE folded = 'exempelkommunen'",
         "is not known by the owner's spelling"),
        ("owners", "UPDATE organisation SET merged_into = 'n-0' WHERE name = 'Exempelkommunen'",
         "answers for no project"),
        ("provenance", f"UPDATE project SET total_budget = 1 WHERE id = '{KEY}'",
         f"{KEY} version 3: total_budget"),
        ("provenance", f"UPDATE past_project SET phase = 'x' WHERE id = '{KEY}' AND version = 1",
         f"{KEY} version 1: phase"),
        ("provenance", "UPDATE project_version SET provenance = '{' WHERE version = 3",
         f"{KEY} version 3: cannot be read (ValueError)"),
        ("provenance",
         f"UPDATE project_version SET provenance = json_set(provenance, '$.accepted', {ACCEPTED})",
         "support-not-stated is shown and accepted"),
        ("documents", "UPDATE document SET content = x'00'", "cannot be unpacked"),
        ("documents", "UPDATE document SET size = size + 1", "bytes, not "),
        ("documents", "UPDATE document SET content = (SELECT min(content) FROM document)",
         "is another document"),
        ("sources", "UPDATE document SET project_id = 'borta'", "no record ever was borta"),
    ],
)  # fmt: skip
def test_damage_breaks_the_law_it_should(database: Database, law: str, sql: str, said: str) -> None:
    damage(database, sql)
    found = breaches(database)
    assert any(said in breach for breach in found[law]), found


@pytest.mark.parametrize(
    "exchange",
    [
        lambda one, other: (one._replace(since=other.since), other._replace(since=one.since)),
        lambda one, other: (one._replace(name=one.owner, owner=one.name), other),
    ],
    ids=["words of two states", "words of two places"],
)
def test_words_that_were_exchanged_break_the_law_of_words(
    database: Database, exchange: Callable[[Entry, Entry], tuple[Entry, Entry]]
) -> None:
    with database.write() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM project LIMIT 2").mappings()
        before = [entry_of(row["since"], dict(row)) for row in rows]
        damaged = sorted(exchange(*before))
        assert damaged != sorted(before)
        replace_entries(session.connection(), list(zip(sorted(before), damaged, strict=True)))
    assert list(breaches(database)) == ["words"]


def test_a_damaged_file_breaks_the_law_of_the_file(database: Database) -> None:
    with database.connection() as connection:
        root = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_project_region_id'"
        ).scalar_one()
    database.close()
    content = bytearray(database.path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    database.path.write_bytes(content)
    assert "file" in breaches(database)
