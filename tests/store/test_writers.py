"""Many writers at once: none loses what another wrote."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from app.database import Database
from app.domain.record import now
from app.store import history
from tests.importer.files import import_files, write
from tests.importer.pages import make_page
from tests.store.rows import changes, everything, is_locked, stored_projects
from tests.store.test_history import check_feed, check_organisations, check_versions

ROOT = Path(__file__).parents[2]
WRITERS = 4
EACH = 6


def shared_pages(writer: int) -> list[str]:
    """Every writer states the same projects, each with a label of its own."""
    labels = ["Utlysning", "Stödmottagare_ort", "Stödmottagare_postnr", "Projektfas"]
    return [
        make_page(name=f"Projekt {n}", Diarienummer=f"2020/0000{n}", **{labels[writer]: f"{n}"})
        for n in range(EACH)
    ]


def check_nothing_lost(database: Database) -> None:
    projects = stored_projects(database)
    assert len(projects) == EACH
    for n, project in enumerate(projects):
        found = (project.call_number, project.owner_city, project.owner_postal_code, project.phase)
        assert found == (str(n),) * WRITERS
        assert project.version == WRITERS
    assert len(everything(database)["document"]) == WRITERS * EACH
    assert len(changes(database)) == WRITERS * EACH
    check_versions(database)
    check_feed(database)
    check_organisations(database)


def test_threads_lose_nothing(empty_database: Database, tmp_path: Path) -> None:
    def import_all(writer: int) -> set[str]:
        pages = enumerate(shared_pages(writer))
        files = [write(tmp_path, page, f"{writer}-{n}.txt") for n, page in pages]
        return {result.outcome for file in files for result in import_files(empty_database, [file])}

    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = list(pool.map(import_all, range(WRITERS)))
    assert set().union(*outcomes) == {"created", "updated"}
    check_nothing_lost(empty_database)


def test_a_time_is_taken_only_when_no_other_writer_can_take_an_earlier_one(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = []

    def look_and_tell() -> datetime:
        locked.append(is_locked(empty_database))
        return now()

    monkeypatch.setattr(history, "now", look_and_tell)
    list(import_files(empty_database, [write(tmp_path, make_page(), "sida.txt")]))
    assert set(locked) == {True}


def test_processes_lose_nothing(empty_database: Database, tmp_path: Path) -> None:
    running = []
    for writer in range(WRITERS):
        folder = tmp_path / str(writer)
        folder.mkdir()
        for n, page in enumerate(shared_pages(writer)):
            write(folder, page, f"{n}.txt")
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "app", "import", "--json", str(folder)],
                cwd=ROOT,
                env=os.environ | {"PROJEKTBANK_DATABASE_URL": empty_database.url},
                stdout=subprocess.PIPE,
            )
        )
    reports = [json.loads(process.communicate(timeout=60)[0]) for process in running]
    assert [process.returncode for process in running] == [0] * WRITERS
    assert sum(report["counts"]["created"] for report in reports) == EACH
    check_nothing_lost(empty_database)
