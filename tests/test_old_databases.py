"""A database of an older schema: backed up first, then brought up to date with all it holds."""

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from alembic import op

from app.backup import backups
from app.backup.checksums import sidecar
from app.database import Database
from app.errors import DatabaseFailed
from app.migration import current_revision, migrate, require_current
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.old_schema import make_0001
from tests.store.rows import everything
from tests.test_migration import MIGRATE, start


@pytest.fixture
def old_database(seeded_database: Database, tmp_path: Path) -> Iterator[Database]:
    """Of schema 0001, with records that have versions, one of a natural person's number."""
    for n in ("1 000", "2 000,50 kr", "3 000"):
        page = make_page(
            Diarienummer="2020/00001", Total_projektbudget=n, E_post=f"kontakt{n[0]}@example.se",
            Projektägare_organisationsnummer="800101-1234", Region=f"Stockholm{n[0]}",
        )  # fmt: skip
        # At one time: when a record was seen as it stood then, the old schema did not keep.
        with time_machine.travel("2027-01-01T12:00:00+00:00", tick=False):
            import_contents(seeded_database, tmp_path, page)
    database = make_0001(seeded_database, tmp_path / "gammal.db")
    yield database
    database.close()


def test_a_migration_brings_what_an_older_version_stored(
    old_database: Database, seeded_database: Database
) -> None:
    assert migrate(old_database)
    migrated, native = everything(old_database), everything(seeded_database)
    for rows in (migrated, native):
        [(*dataset, secret)] = rows.pop("dataset")
        rows["dataset"] = [tuple(dataset)]
        assert re.fullmatch("[0-9a-f]{64}", secret)
    assert len(migrated["past_project"]) == 2
    assert migrated == native


def test_a_migration_is_preceded_by_a_backup(old_database: Database, tmp_path: Path) -> None:
    before = everything(old_database)
    told: list[str] = []
    assert migrate(old_database, told.append)
    [backup] = tmp_path.glob("gammal.schema-0001.*.db")
    assert told == [f"gammal.db is backed up as {backup.name} before its migration."]
    assert everything(Database(f"sqlite:///{backup}")) == before
    assert sidecar(backup).exists()
    assert not migrate(old_database, told.append)
    assert len(told) == 1


def test_a_migration_of_nothing_makes_no_backup(tmp_path: Path, empty_database: Database) -> None:
    old = make_0001(empty_database, tmp_path / "gammal.db")
    assert migrate(old)
    assert not list(tmp_path.glob("gammal.schema*"))


def test_a_migration_that_cannot_be_backed_up_does_not_begin(
    old_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = everything(old_database)
    monkeypatch.setattr(backups, "copy_moment", fail)
    with pytest.raises(DatabaseFailed, match=r"The backup cannot be written: No space left"):
        migrate(old_database)
    assert everything(old_database) == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    old_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    before = everything(old_database)
    with monkeypatch.context() as patched:
        patched.setattr(op, "create_index", fail)
        with pytest.raises(ZeroDivisionError):
            migrate(old_database)
    assert everything(old_database) == before
    assert current_revision(old_database) == "0001"
    assert migrate(old_database)
    require_current(old_database)


def test_processes_that_migrate_an_old_database_at_once_make_one_backup(
    old_database: Database, tmp_path: Path
) -> None:
    running = [start(MIGRATE, old_database) for _ in range(3)]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in running]
    assert [(error, code) for _, error, code in ended] == [("", 0)] * 3
    assert sum("is backed up as" in out for out, *_ in ended) == 1
    assert len(list(tmp_path.glob("gammal.schema-0001.*.db"))) == 1
    require_current(old_database)
