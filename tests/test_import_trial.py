"""The trial of an import by `kill -9`: a short run, and that it notices whatever could differ."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.database import Database
from tests.conftest import open_copy
from tests.importer.files import import_files
from trials.importing import report
from trials.importing.crash import find_lost, run
from trials.importing.dump import make_dump
from trials.importing.outcome import Kill, Outcome, Settings, Stored
from trials.importing.state import find_differences, read_order, read_state
from trials.results import write_part


def execute(file: Path, sql: str) -> None:
    """Damage, done to the file behind the service's back."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(sql)


@pytest.mark.slow
def test_an_import_that_is_killed_and_begun_again_ends_as_if_undisturbed(tmp_path: Path) -> None:
    told: list[str] = []
    outcome = run(Settings(pages=100, kills=2, seed=2), tmp_path, told.append)
    assert outcome.faults == []
    assert [kill.whom for kill in outcome.kills] == ["all", "parent"][: len(outcome.kills)]
    assert outcome.kills, told
    seldom = {"organisation_event", "redaction"}
    assert {table for table, rows in outcome.rows.items() if not rows} <= seldom


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dump")
    make_dump(folder, pages=60, seed=1)
    return folder


@pytest.fixture(scope="module")
def imported(dump: Path, empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has taken in all of it."""
    with open_copy(empty_file, tmp_path_factory.mktemp("imported")) as database:
        results = list(import_files(database, sorted(dump.rglob("*.*"))))
        assert {result.outcome for result in results} >= {"created", "updated", "rejected"}
        return database.path


@pytest.fixture
def damaged(imported: Path, tmp_path: Path) -> Path:
    """A copy to be damaged."""
    return Path(shutil.copy(imported, tmp_path / "damaged.db"))


DAMAGES = {
    "change": "UPDATE change SET changed_fields = '[]' WHERE seq = 3",
    "document": "UPDATE document SET content = x'00'",
    "organisation": "UPDATE organisation SET name = 'Annan'",
    "organisation_event": """
        INSERT INTO organisation_event VALUES (1, 'a', 'b', 'c', '[]', 'd', 'e', 'f')
    """,
    "past_project": "DELETE FROM past_project",
    "project": "UPDATE project SET total_budget = 1 WHERE pk = 1",
    "project_version": """
        UPDATE project_version SET provenance = replace(provenance, '"line":3', '"line":4')
    """,
    "quarantine": "UPDATE quarantine SET detail = ''",
    "redaction": "INSERT INTO redaction VALUES ('a', 'email', '2026-11-22')",
    "refused_row": "DELETE FROM refused_row",
    "spelling": "UPDATE spelling SET name = 'Annan'",
    "word": "UPDATE word SET stem = 'annan'",
}


@pytest.mark.parametrize(("table", "damage"), DAMAGES.items(), ids=DAMAGES)
def test_a_row_that_differs_is_noticed(
    imported: Path, damaged: Path, table: str, damage: str
) -> None:
    execute(damaged, damage)
    faults = list(find_differences(read_state(imported), read_state(damaged)))
    assert faults
    assert all(fault.startswith(f"{table} ") for fault in faults)


def test_every_table_that_is_compared_has_a_damage(imported: Path) -> None:
    assert read_state(imported).keys() == DAMAGES.keys()


def test_times_and_sequence_numbers_make_no_difference(
    imported: Path, dump: Path, empty_database: Database
) -> None:
    execute(empty_database.path, "UPDATE dataset SET latest_seq = 70, version = 900")
    list(import_files(empty_database, sorted(dump.rglob("*.*"))))
    assert list(find_differences(read_state(imported), read_state(empty_database.path))) == []
    assert read_order(imported) == read_order(empty_database.path)


def test_another_order_of_the_changes_is_noticed(imported: Path, damaged: Path) -> None:
    execute(
        damaged,
        "UPDATE change SET seq = -1 WHERE seq = 1; UPDATE change SET seq = 1 WHERE seq = 2;"
        " UPDATE change SET seq = 2 WHERE seq = -1",
    )
    assert read_order(imported) != read_order(damaged)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM quarantine",
        "UPDATE document SET project_id = NULL",
        "DELETE FROM document",
    ],
)
def test_a_document_that_is_nowhere_is_noticed(dump: Path, damaged: Path, damage: str) -> None:
    assert list(find_lost(damaged, dump)) == []
    execute(damaged, "PRAGMA foreign_keys = OFF; UPDATE project_version SET provenance = '{}'")
    execute(damaged, damage)
    assert any(fault.startswith("LOST: ") for fault in find_lost(damaged, dump))


def test_the_report_tells_where_the_kills_fell(tmp_path: Path) -> None:
    kill = Kill(1, "all", 0.5, Stored(70, 80, 9), is_storing=True, is_in_list=True)
    outcome = Outcome(Settings(pages=100, kills=1, seed=5), kills=[kill], last_faults=["LOST: one"])
    report.write(outcome, tmp_path, date(2026, 11, 22))
    text = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "`python -m trials.importing --pages 100 --kills 1 --seed 5`" in text
    assert "| 1 | 0.50 | 70 | 80 | 9 | yes, a list |" in text
    assert text.endswith("## Faults\n\n- LOST: one\n")


def test_each_trial_writes_its_own_part_and_leaves_the_others(tmp_path: Path) -> None:
    for title, line in (("What mutated documents did", "a"), ("What `kill -9` left", "b")):
        write_part(tmp_path, title, [line, "", "## Faults", "", "None."])
    write_part(tmp_path, "What `kill -9` left", ["c"])
    assert (tmp_path / "RESULTS.md").read_text(encoding="utf-8") == (
        "# What `kill -9` left\n\nc\n\n# What mutated documents did\n\na\n\n## Faults\n\nNone.\n"
    )
