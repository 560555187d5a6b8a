"""A snapshot: three files of one moment, whole, of nobody's contacts, the same whenever made."""

import gzip
import shutil
import sqlite3
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database as Opened

from app.database import Database
from app.domain.fields import PUBLIC
from app.errors import SnapshotRefused
from app.snapshots import making
from app.snapshots.editions import CSV, KINDS, PARQUET, SQLITE, Edition
from app.snapshots.shelf import Shelf
from app.store.redaction.request import Request
from app.store.redaction.run import redact
from tests.api.conftest import open_client
from tests.backup.writers import writing
from tests.exports.files import fill
from tests.exports.test_memory import FEW, MANY, SLACK, records
from tests.importer.files import import_contents
from tests.restoring.keeping import go_on, query
from tests.snapshots.kept import make, names, path_of, rows_of, shelf_of, standing, versions
from tests.store.redaction.people import NAME, TRACES, page


@pytest.mark.slow
def test_all_files_have_the_rows_of_one_version_while_others_write(
    golden_database: Database,
) -> None:
    with writing(golden_database) as wait_for_more:
        made = []
        for _ in range(3):
            wait_for_more()
            made.append(make(golden_database))
    assert len({edition.version for edition in made}) == 3
    with open_client(golden_database) as client:
        for edition in made:
            question = f"as_of={edition.version}&fields=*&limit=10000"
            listed = client.get(f"/v1/projects?{question}").json()["data"]
            for row in listed:
                del row["last_seen_at"]  # moves without a version
            assert edition.rows == len(listed) > 12
            for kind in KINDS.values():
                rows = rows_of(golden_database, edition, kind)
                assert all(row.pop("last_seen_at") for row in rows)
                assert rows == listed, kind.format


def test_every_value_of_every_column_is_the_list_s(golden_database: Database) -> None:
    edition = make(golden_database)
    with open_client(golden_database) as client:
        listed = client.get("/v1/projects?fields=*&limit=100").json()["data"]
    assert list(listed[0]) == list(PUBLIC)
    for kind in KINDS.values():
        assert rows_of(golden_database, edition, kind) == listed, kind.format


def test_the_same_version_is_made_of_the_same_bytes(golden_database: Database) -> None:
    first = make(golden_database)
    shutil.rmtree(shelf_of(golden_database).folder)
    again = make(golden_database)
    assert again.files == first.files


def test_a_version_is_made_once(golden_database: Database) -> None:
    first = make(golden_database)
    times = path_of(golden_database, first, SQLITE).stat()
    assert make(golden_database) == first
    assert path_of(golden_database, first, SQLITE).stat() == times


def test_an_empty_registry_makes_whole_files(empty_database: Database) -> None:
    edition = make(empty_database)
    assert (edition.version, edition.rows) == (0, 0)
    assert [rows_of(empty_database, edition, kind) for kind in KINDS.values()] == [[], [], []]


def test_the_database_opens_as_one_for_other_tools(golden_database: Database) -> None:
    edition = make(golden_database)
    path = path_of(golden_database, edition, SQLITE)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        opened = Opened(connection)
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.table_names() == [
            "organisations", "projects", "code_lists", "definitions", "about",
        ]  # fmt: skip
        types = {column.name: column.type for column in opened["projects"].columns}
        assert [types[name] for name in ("total_budget", "start_date", "updated_at", "name")] == [
            "REAL", "DATE", "TIMESTAMP", "TEXT",
        ]  # fmt: skip
        [reference] = opened.table("projects").foreign_keys
        assert (reference.column, reference.other_table) == ("owner_id", "organisations")
        told = dict(opened.execute("SELECT name, value FROM about").fetchall())
        assert told["dataset_version"] == str(edition.version)
        assert told["dataset_epoch"] == edition.epoch
        undefined = opened.execute(
            "SELECT name FROM pragma_table_info('projects') WHERE name NOT IN"
            " (SELECT column_name FROM definitions WHERE table_name = 'projects')"
        )
        assert undefined.fetchall() == []
        unknown = opened.execute(
            "SELECT region FROM projects WHERE region NOT IN"
            " (SELECT code FROM code_lists WHERE list = 'region')"
        )
        assert unknown.fetchall() == []
        assert opened.execute(
            "SELECT sum(project_count) = (SELECT count(*) FROM projects) FROM organisations"
        ).fetchall() == [(1,)]


def test_nobody_stands_in_any_file(empty_database: Database, tmp_path: Path) -> None:
    number = {"Projektägare organisationsnummer": "800101-1234"}
    import_contents(empty_database, tmp_path, page(facts=number))
    held = query(empty_database, "SELECT contact_name, owner_personal_number FROM project")
    assert held == [(NAME, "8001011234")]
    edition = make(empty_database)
    for kind in (CSV, SQLITE):
        content = path_of(empty_database, edition, kind).read_bytes()
        text = (gzip.decompress(content) if kind is CSV else content).decode("utf-8", "replace")
        assert [trace for trace in TRACES if trace in text.casefold()] == []
    columns = rows_of(empty_database, edition, PARQUET)[0]
    assert {"contact_name", "contact_email", "contact_phone"}.isdisjoint(columns)
    assert columns["owner_organisation_number"] is None


def test_only_the_newest_stay(seeded_database: Database, tmp_path: Path) -> None:
    for number in range(1, 5):
        go_on(seeded_database, tmp_path, number)
        make(seeded_database, keep=2)
    assert versions(seeded_database) == [9, 8]
    kept = [path.name for path in shelf_of(seeded_database).folder.iterdir()]
    assert len(kept) == 3  # with the lock


def test_one_for_which_the_disk_has_no_room_is_refused(
    seeded_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")._replace(free=1_000_000)
    monkeypatch.setattr("app.snapshots.making.shutil.disk_usage", lambda _: usage)
    with pytest.raises(SnapshotRefused, match="The disk has 1,000,000 bytes free"):
        make(seeded_database)
    assert names(shelf_of(seeded_database).folder) == ["lock"]


@pytest.mark.parametrize("failing", ["write_sqlite", "checksum"])
def test_one_that_fails_leaves_nothing(
    seeded_database: Database, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(making, failing, fail)
    with pytest.raises(SnapshotRefused, match="database or disk is full"):
        make(seeded_database)
    assert names(shelf_of(seeded_database).folder) == ["lock"]


def test_one_that_a_redaction_overtakes_is_never_shown(
    seeded_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = Shelf.publish

    def overtaken(shelf: Shelf, place: Path, edition: Edition) -> None:
        with seeded_database.write() as session:
            redact(session, Request(email="kim@example.se"))
        published(shelf, place, edition)

    monkeypatch.setattr(Shelf, "publish", overtaken)
    edition = make(seeded_database)
    shelf = shelf_of(seeded_database)
    assert (versions(seeded_database), shelf.is_whole(edition)) == ([], False)
    monkeypatch.undo()
    assert make(seeded_database).standing == standing(seeded_database)
    assert versions(seeded_database) == [5]


@pytest.mark.slow
def test_the_memory_it_takes_does_not_grow_with_the_data(empty_database: Database) -> None:
    peaks = []
    for count in (FEW, MANY):
        fill(empty_database, records(count))
        shutil.rmtree(shelf_of(empty_database).folder, ignore_errors=True)
        tracemalloc.start()
        try:
            assert make(empty_database).rows == count
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + SLACK
