"""A backup is one moment of the database, whole, verified and readable by its owner only."""

import os
import re
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
import time_machine

from app.backup import backups, copies
from app.backup.backups import make_backup
from app.backup.checksums import sidecar
from app.backup.contents import Contents, read_contents
from app.backup.copies import copy_moment
from app.database import Database
from app.errors import BackupRefused, DatabaseFailed
from tests.backup.states import dataset_of, state_at
from tests.backup.writers import writing
from tests.store.rows import everything


def rows_of(path: Path) -> object:
    database = Database(f"sqlite:///{path}")
    try:
        return everything(database)
    finally:
        database.close()


def test_a_backup_holds_every_row_and_tells_what_it_holds(golden_database: Database) -> None:
    backup = make_backup(golden_database.path)
    assert rows_of(backup.path) == everything(golden_database)
    held = everything(golden_database)
    del held["project_words"]  # no table of rows
    assert backup.contents.rows == {name: len(rows) for name, rows in held.items()}
    epoch, version, seq = dataset_of(golden_database.path)
    found = (backup.contents.epoch, backup.contents.version, backup.contents.latest_seq)
    assert found == (epoch, version, seq)
    assert f"dataset version {version}, change {seq}; rows: " in str(backup.contents)
    assert "12 project," in str(backup.contents)


def test_its_name_tells_the_time_and_the_dataset_version(golden_database: Database) -> None:
    backup = make_backup(golden_database.path)
    assert backup.path.parent == golden_database.path.parent
    assert re.fullmatch(r"projektbank\.\d{8}T\d{6}Z\.v\d+\.db", backup.path.name)
    assert f".v{backup.contents.version}." in backup.path.name


def test_backups_of_the_same_second_have_names_of_their_own(golden_database: Database) -> None:
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False):
        names = [make_backup(golden_database.path).path.name for _ in range(3)]
    version = dataset_of(golden_database.path)[1]
    stem = f"projektbank.20261122T090000Z.v{version}"
    assert names == [f"{stem}.db", f"{stem}-2.db", f"{stem}-3.db"]


def test_a_backup_is_one_closed_file_and_its_checksum(
    golden_database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "säkert"
    folder.mkdir()
    backup = make_backup(golden_database.path, folder / "kopia.db")
    assert sorted(path.name for path in folder.iterdir()) == ["kopia.db", "kopia.db.sha256"]
    assert backup.path.read_bytes()[18:20] == b"\x01\x01"  # no write-ahead log belongs to it
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["kopia.db", "med blank å.db", "back\\slash.db", "rad\nbrott.db"])
def test_sha256sum_agrees_with_the_checksum(
    golden_database: Database, tmp_path: Path, name: str
) -> None:
    make_backup(golden_database.path, tmp_path / name)
    command = ["sha256sum", "--check", "--strict", "--quiet", f"{name}.sha256"]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0


@pytest.mark.parametrize("taken", ["kopia.db", "kopia.db.sha256"])
def test_nothing_is_ever_overwritten(golden_database: Database, tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("viktigt")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BackupRefused, match=rf"^{re.escape(taken)} is there already\.$"):
        make_backup(golden_database.path, tmp_path / "kopia.db")
    assert (tmp_path / taken).read_text() == "viktigt"
    assert sorted(tmp_path.iterdir()) == before


def test_a_name_taken_in_the_meantime_is_not_overwritten(
    golden_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_slowly(source: Path, target: Path) -> object:
        sidecar(tmp_path / "kopia.db").write_text("den andras")
        return copy_moment(source, target)

    monkeypatch.setattr(backups, "copy_moment", copy_slowly)
    with pytest.raises(BackupRefused, match="Another backup has taken the name meanwhile"):
        make_backup(golden_database.path, tmp_path / "kopia.db")
    assert not (tmp_path / "kopia.db").exists()
    assert sidecar(tmp_path / "kopia.db").read_text() == "den andras"


def test_a_damaged_database_makes_no_backup(golden_database: Database, tmp_path: Path) -> None:
    golden_database.close()
    content = bytearray(golden_database.path.read_bytes())
    content[-4096 * 8 :] = b"\xff" * (4096 * 8)
    golden_database.path.write_bytes(content)
    with pytest.raises((BackupRefused, DatabaseFailed), match=r"projektbank\.db"):
        make_backup(golden_database.path, tmp_path / "kopia.db")
    assert not [name for name in os.listdir(tmp_path) if "kopia" in name]  # noqa: PTH208


def test_a_copy_that_differs_is_no_backup(
    golden_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_badly(source: Path, target: Path) -> object:
        contents = copy_moment(source, target)
        with closing(sqlite3.connect(target)) as copy, copy:
            copy.execute("DELETE FROM change WHERE seq = 1")
        return contents

    monkeypatch.setattr(backups, "copy_moment", copy_badly)
    with pytest.raises(BackupRefused, match=r"it holds .*rows: 11 change"):
        make_backup(golden_database.path, tmp_path / "kopia.db")
    assert not list(tmp_path.glob("kopia.db*"))


def test_a_folder_that_is_not_there_is_a_plain_failure(
    golden_database: Database, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseFailed, match="The backup cannot be written: No such file"):
        make_backup(golden_database.path, tmp_path / "borta" / "kopia.db")


def test_a_foreign_database_is_not_backed_up(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "annat.db")) as connection, connection:
        connection.execute("CREATE TABLE recipe (id)")
    with pytest.raises(BackupRefused, match="no database of Projektbank"):
        make_backup(tmp_path / "annat.db")
    assert os.listdir(tmp_path) == ["annat.db"]  # noqa: PTH208


@pytest.mark.slow
def test_a_backup_under_load_is_the_state_of_its_dataset_version(
    empty_database: Database, tmp_path: Path
) -> None:
    taken = []
    with writing(empty_database) as wait_for_more:
        for n in range(3):
            taken.append(make_backup(empty_database.path, tmp_path / f"{n}.db"))
            wait_for_more()
    assert len({backup.contents.version for backup in taken}) == 3
    for backup in taken:
        version = backup.contents.version
        assert state_at(backup.path, version) == state_at(empty_database.path, version)
        assert len(state_at(backup.path, version)["records"]) == 7


def test_a_write_in_the_midst_of_copying_neither_waits_nor_is_copied(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_then_write(connection: sqlite3.Connection, name: str) -> Contents:
        contents = read_contents(connection, name)
        with closing(sqlite3.connect(empty_database.path, timeout=0)) as other, other:
            other.execute("UPDATE dataset SET version = version + 1")
        return contents

    monkeypatch.setattr(copies, "read_contents", read_then_write)
    backup = make_backup(empty_database.path, tmp_path / "kopia.db")
    assert backup.contents.version == dataset_of(backup.path)[1] == 0
    assert dataset_of(empty_database.path)[1] == 1
