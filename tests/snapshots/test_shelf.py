"""The folder of snapshots: what is shown is whole, whoever is killed and whatever lies there."""

import multiprocessing
import shutil
import signal
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from app.database import Database
from app.errors import SnapshotNotFound, SnapshotRefused, SnapshotWithdrawn
from app.snapshots.editions import CSV, Edition
from app.snapshots.removals import MAX_NOTES, removals
from app.snapshots.shelf import LATEST, Shelf
from tests.restoring.keeping import go_on
from tests.snapshots.kept import make, names, path_of, shelf_of, standing, versions

PATIENCE = 60


def make_slowly(url: str) -> None:
    """What a process does that is killed before its last file is written."""

    def wait(*_: object) -> None:
        time.sleep(PATIENCE)

    with patch("app.snapshots.making.write_sqlite", wait), closing(Database(url)) as database:
        make(database)


def make_now(url: str, start: float) -> None:
    """Exits with 1 where another process is at it."""
    with closing(Database(url)) as database:
        time.sleep(max(start - time.time(), 0))
        try:
            make(database)
        except SnapshotRefused:
            raise SystemExit(1) from None


@pytest.mark.slow
def test_one_that_is_killed_half_way_is_never_shown_and_goes_with_the_next(
    seeded_database: Database,
) -> None:
    shelf = shelf_of(seeded_database)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=make_slowly, args=(seeded_database.url,))
    process.start()
    deadline = time.monotonic() + PATIENCE
    while not any(name.endswith(CSV.name) for name in names(shelf.folder)):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    with pytest.raises(SnapshotRefused, match="Another process"):
        make(seeded_database)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert (versions(seeded_database), len(shelf.partial())) == ([], 1)
    make(seeded_database)
    assert (versions(seeded_database), shelf.partial()) == ([5], [])


@pytest.mark.slow
def test_of_several_processes_at_once_one_makes_it(seeded_database: Database) -> None:
    context = multiprocessing.get_context("spawn")
    given = seeded_database.url, time.time() + 3
    processes = [context.Process(target=make_now, args=given) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(PATIENCE)
    assert 0 in {process.exitcode for process in processes} <= {0, 1}
    assert versions(seeded_database) == [5]
    shelf = shelf_of(seeded_database)
    assert len(names(shelf.folder)) == len(("lock", "folder", "note", *shelf.editions()[0].files))


def test_one_process_at_a_time_changes_what_is_there(tmp_path: Path) -> None:
    shelf, refused = Shelf(tmp_path / "shelf"), threading.Event()
    with shelf.claimed():
        with pytest.raises(SnapshotRefused), Shelf(shelf.folder).claimed():
            pass
        refused.set()
    with shelf.claimed():
        assert refused.is_set()


def test_versions_are_found_by_name_and_the_newest_too(
    seeded_database: Database, tmp_path: Path
) -> None:
    first = make(seeded_database)
    go_on(seeded_database, tmp_path, 1)
    second = make(seeded_database)
    shelf, now = shelf_of(seeded_database), standing(seeded_database)
    assert (shelf.find("5", now), shelf.find("6", now)) == (first, second)
    assert shelf.find(LATEST, now) == second
    for nothing in ("7", "05", "5.0", "-5", "", "..", "٥", "9" * 30, f"v5.{first.epoch}", "lock"):
        with pytest.raises(SnapshotNotFound):
            shelf.find(nothing, now)


def test_what_is_no_snapshot_is_none(seeded_database: Database) -> None:
    edition = make(seeded_database)
    folder = shelf_of(seeded_database).folder
    for name, text in (("a", "nonsense"), ("b", "[]"), ("c", '{"files": []}'), ("d", '{"a": 1}')):
        place = folder / f"v9.{name * 32}"
        place.mkdir()
        (place / "snapshot.json").write_text(text)
    for name, text in (
        ("f", edition.to_json()),  # of another folder
        ("0", edition.to_json().replace("csv.gz", "csv.zst")),  # of another Projektbank
    ):
        place = folder / f"v5.{name * 32}"
        place.mkdir()
        (place / "snapshot.json").write_text(text)
    (folder / f"v8.{'e' * 32}").write_text("no folder")
    (folder / "mine.txt").write_text("a file of somebody's")
    assert shelf_of(seeded_database).editions() == [edition]
    assert make(seeded_database) == edition
    assert "mine.txt" in names(folder)


@pytest.mark.parametrize("damage", ["missing", "short"])
def test_one_whose_files_are_damaged_is_not_shown(seeded_database: Database, damage: str) -> None:
    edition = make(seeded_database)
    path = path_of(seeded_database, edition, CSV)
    path.unlink() if damage == "missing" else path.write_bytes(path.read_bytes()[:-1])
    shelf = shelf_of(seeded_database)
    assert versions(seeded_database) == []
    with pytest.raises(SnapshotWithdrawn, match="Its files are gone"):
        shelf.find("5", standing(seeded_database))
    assert make(seeded_database).files == edition.files
    assert versions(seeded_database) == [5]


def test_notes_of_withdrawn_ones_are_kept_in_bounds(seeded_database: Database) -> None:
    edition, shelf = make(seeded_database), shelf_of(seeded_database)
    for number in range(MAX_NOTES + 5):
        other = Edition.from_json(edition.to_json().replace(edition.epoch, f"{number:032x}"))
        place = shelf.path_of(other)
        place.mkdir()
        (place / "snapshot.json").write_text(other.to_json())
    for removal in removals(shelf, standing(seeded_database), 3):
        removal.remove()
    assert len(shelf.editions()) == MAX_NOTES + 1
    assert versions(seeded_database) == [5]


@pytest.mark.parametrize("lost", ["snapshot.json", CSV.name])
def test_a_removal_that_is_cut_off_leaves_only_what_the_next_one_takes(
    seeded_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    make(seeded_database)
    go_on(seeded_database, tmp_path, 1)

    shelf, whole = shelf_of(seeded_database), shutil.rmtree

    def cut_off(place: Path | str, **more: Any) -> None:  # noqa: ANN401 - as the library has it
        if Path(place).parent == shelf.folder:
            (Path(place) / lost).unlink(missing_ok=True)
        else:
            whole(place, **more)

    monkeypatch.setattr("app.snapshots.shelf.shutil.rmtree", cut_off)
    make(seeded_database, keep=1)
    monkeypatch.undo()
    assert versions(seeded_database) == [6]
    with pytest.raises(SnapshotNotFound):
        shelf.find("5", standing(seeded_database))
    make(seeded_database)
    assert len(list(shelf.folder.iterdir())) == len(("lock", "version 6"))
