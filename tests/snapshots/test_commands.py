"""`projektbank snapshot`, `prune` and `redact` as users run them, and what they do to files."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

import pytest

from app.database import Database
from app.snapshots.editions import KINDS
from tests.importer.files import import_contents
from tests.restoring.keeping import back_up, go_on, put_back, query
from tests.snapshots.kept import make, names, shelf_of, versions
from tests.store.redaction.people import EMAIL, page
from tests.store.rows import everything
from tests.test_cli import Run, check_plain_error, run

__all__ = ["run"]  # the fixture


def contents(folder: Path) -> dict[str, str]:
    """Every file of a folder and below but a database at work, by its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not re.fullmatch(r"projektbank\.db(-shm|-wal|-turn)?", path.name)
    }


def test_a_snapshot_is_made_at_once_and_its_sums_can_be_checked(
    run: Run, seeded_database: Database
) -> None:
    done = run("snapshot")
    assert (done.returncode, done.stderr) == (0, "")
    [edition] = shelf_of(seeded_database).editions()
    place, *sums = done.stdout.splitlines()
    folder = f"projektbank.db-snapshots/v5.{edition.epoch}"
    assert place == f"{folder}: dataset version 5, 5 projects, change 5"
    assert [line.split()[1] for line in sums] == [kind.name for kind in KINDS.values()]
    subprocess.run(
        ["sha256sum", "--check", "--strict"],
        cwd=seeded_database.path.parent / folder,
        input="\n".join((*sums, "")),
        text=True,
        check=True,
        capture_output=True,
    )
    assert run("snapshot").stdout == done.stdout


def test_a_snapshot_may_stand_elsewhere(
    run: Run, seeded_database: Database, tmp_path: Path
) -> None:
    done = run("snapshot", snapshot_folder="a/b", snapshot_keep="1")
    assert done.returncode == 0, done.stderr
    assert re.match(r"a/b/v5\.[0-9a-f]{32}: ", done.stdout)
    assert (tmp_path / "a" / "b" / "lock").exists()
    assert not shelf_of(seeded_database).folder.exists()


def test_what_cannot_be_made_is_one_plain_line(run: Run, seeded_database: Database) -> None:
    with shelf_of(seeded_database).claimed():
        said = "Another process is making or removing snapshots; try again when it is done."
        for command in ("snapshot", "prune"):
            assert check_plain_error(run(command), 1) == said
    done = run("snapshot", snapshot_folder="projektbank.db")
    assert check_plain_error(done, 1) == "The snapshot cannot be written: File exists."
    seeded_database.path.unlink()
    assert "migrat" in check_plain_error(run("prune"), 3)


@pytest.fixture
def littered(seeded_database: Database, tmp_path: Path) -> Database:
    """Old and withdrawn snapshots, what was left half made, answers and uploads of last week."""
    make(seeded_database)
    put_back(seeded_database, back_up(seeded_database, tmp_path))
    for number in (1, 2, 3):
        go_on(seeded_database, tmp_path, number)
        make(seeded_database)
    make_files(seeded_database)
    query(
        seeded_database,
        "INSERT INTO replay (api_key, method, path, idempotency_key, fingerprint, at, answer)"
        " VALUES ('k', 'POST', '/', 'old', 'f', '2020-01-01 00:00:00.000000', '{}'),"
        " ('k', 'POST', '/', 'new', 'f', '2999-01-01 00:00:00.000000', '{}')",
    )
    query(
        seeded_database,
        "INSERT INTO import_job (id, state, options, by, at, touched_at, total, done, rows, counts,"
        " attempts) VALUES (9, 'receiving', '{}', '', '2020-01-01 00:00:00.000000',"
        " '2020-01-01 00:00:00.000000', NULL, 0, 0, '{}', 0)",
    )
    return seeded_database


def make_files(database: Database) -> None:
    """Something half made of each kind, old and new, and files of somebody else's."""
    folder = shelf_of(database).folder
    (folder / "0a1b2c3d.partial").mkdir()
    (folder / "0a1b2c3d.partial" / "projects.csv.gz").write_bytes(b"12345")
    for name in (
        "projektbank.db.0a1b2c3d.partial",
        "projektbank.db-rehearsal.0a1b2c3d.partial-wal",
        "projektbank.db.4e5f6a7b.partial",
        "projektbank.db2.0a1b2c3d.partial",
        "mine.partial",
    ):
        (database.path.parent / name).write_bytes(b"123")
        if "4e5f" not in name:
            os.utime(database.path.parent / name, (0, 0))


def test_prune_takes_away_what_has_an_end_and_nothing_else(run: Run, littered: Database) -> None:
    before, rows = names(littered.path.parent), everything(littered)
    withdrawn = [edition.version for edition in shelf_of(littered).editions()][-1]
    done = run("prune", "--keep", "1")
    assert (done.returncode, done.stderr) == (0, "")
    told = re.findall(r"^(half made|snapshot|withdrawn|answers|uploads) +(.+?)(?:  |$)",
                      done.stdout, re.MULTILINE)  # fmt: skip
    assert told == [
        ("half made", "0a1b2c3d.partial"),
        ("snapshot", "version 8"),
        ("snapshot", "version 7"),
        ("half made", "projektbank.db.0a1b2c3d.partial"),
        ("half made", "projektbank.db-rehearsal.0a1b2c3d.partial-wal"),
        ("answers", "1"),
        ("uploads", "1"),
    ]
    assert (versions(littered), withdrawn) == ([9], 5)
    gone = {name.split("/")[-1] for name in {*before} - {*names(littered.path.parent)}}
    assert {name for name in gone if "partial" in name} == {
        "0a1b2c3d.partial",
        "projektbank.db.0a1b2c3d.partial",
        "projektbank.db-rehearsal.0a1b2c3d.partial-wal",
    }
    left = everything(littered)
    assert {name for name in rows if rows[name] != left[name]} == {"replay", "import_job"}
    assert [row[3] for row in left["replay"]] == ["new"]
    again = run("prune", "--keep", "1").stdout.splitlines()
    assert again == ["answers     0", "uploads     0", "Removed: 0 bytes of files"]


def test_a_dry_run_of_prune_lists_the_same_and_changes_nothing(
    run: Run, littered: Database
) -> None:
    files, rows = contents(littered.path.parent), everything(littered)
    done = run("prune", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    rehearsed = done.stdout.splitlines()
    assert contents(littered.path.parent) == files
    assert everything(littered) == rows
    real = run("prune").stdout.splitlines()
    assert rehearsed[:-1] == real[:-1]
    assert rehearsed[-1].replace("Dry run, nothing removed", "Removed") == real[-1]
    sizes = re.findall(r"([\d,]+) bytes$", "\n".join(real[:-1]), re.MULTILINE)
    size = sum(int(one.replace(",", "")) for one in sizes)
    assert real[-1] == f"Removed: {size:,} bytes of files"


def test_prune_makes_no_folder(run: Run, seeded_database: Database) -> None:
    assert run("prune").returncode == 0
    assert not shelf_of(seeded_database).folder.exists()


def test_a_redaction_takes_every_snapshot_away(
    run: Run, empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page(summary=f"Skriv till {EMAIL}."))
    make(empty_database)
    folder = shelf_of(empty_database).folder
    assert EMAIL.encode() in b"".join(path.read_bytes() for path in folder.rglob("*.sqlite"))
    (folder / "0a1b2c3d.partial").mkdir()
    (folder / "0a1b2c3d.partial" / "projects.sqlite").write_bytes(EMAIL.encode())
    before = contents(folder)
    rehearsed = run("redact", "--email", EMAIL, "--in-text", "--dry-run")
    assert re.search(r"^snapshot +version 1$", rehearsed.stdout, re.MULTILINE)
    assert contents(folder) == before
    done = run("redact", "--email", EMAIL, "--in-text")
    assert re.search(r"^snapshot +version 1$", done.stdout, re.MULTILINE)
    assert "2 snapshot" in done.stdout.splitlines()[-2]
    assert {name.rpartition("/")[2] for name in contents(folder)} == {"lock", "snapshot.json"}
    assert versions(empty_database) == []
    make(empty_database)
    assert versions(empty_database) == [2]
    assert EMAIL.encode() not in b"".join(path.read_bytes() for path in folder.rglob("*.sqlite"))


def test_a_redaction_tells_of_a_snapshot_that_is_being_made(
    run: Run, seeded_database: Database
) -> None:
    make(seeded_database)
    with shelf_of(seeded_database).claimed():
        done = run("redact", "--email", EMAIL)
    assert re.search(r"^left +snapshot  one is being made", done.stdout, re.MULTILINE)
    assert re.search(r"^snapshot +version 5$", done.stdout, re.MULTILINE)
    assert versions(seeded_database) == []
