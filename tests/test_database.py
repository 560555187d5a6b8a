"""One place that opens the database and commits: what is in force there, and how it fails."""

import threading
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app.database import Database
from app.errors import DatabaseFailed, QueryTooSlow
from app.models import Dataset
from tests.store.rows import is_locked

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def version_of(database: Database) -> int:
    with Session(database.engine) as session:
        return session.exec(select(Dataset)).one().version


def raise_version(session: Session) -> None:
    dataset = session.exec(select(Dataset)).one()
    dataset.version += 1
    session.add(dataset)


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2)]
)
def test_every_connection_writes_safely(
    empty_database: Database, pragma: str, value: object
) -> None:
    with empty_database.write() as session:
        assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_reference_to_nothing_is_refused(empty_database: Database) -> None:
    with pytest.raises(DatabaseFailed, match="FOREIGN KEY"), empty_database.write() as session:
        session.connection().execute(text("INSERT INTO spelling VALUES ('borta', 'a', 'A')"))


def test_a_write_is_committed_when_its_block_ends(empty_database: Database) -> None:
    with empty_database.write() as session:
        raise_version(session)
    assert version_of(empty_database) == 1


def test_a_write_that_fails_leaves_nothing(empty_database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_in_writing(empty_database)
    assert version_of(empty_database) == 0


def fail_in_writing(database: Database) -> None:
    with database.write() as session:
        raise_version(session)
        session.flush()
        raise ZeroDivisionError


def test_a_rehearsal_leaves_nothing(empty_database: Database) -> None:
    with empty_database.rehearse() as session:
        raise_version(session)
        session.flush()
    assert version_of(empty_database) == 0


def test_a_writer_holds_the_lock_from_its_beginning(empty_database: Database) -> None:
    assert not is_locked(empty_database)
    for begin in (empty_database.write, empty_database.rehearse):
        with begin():
            assert is_locked(empty_database)
    assert not is_locked(empty_database)


@pytest.mark.slow
def test_a_writer_gets_its_turn_beside_a_program_that_writes_without_a_pause(
    empty_database: Database,
) -> None:
    stop = threading.Event()

    def write_without_pause(other: Database) -> None:
        while not stop.is_set():
            with other.write():
                time.sleep(0.1)
        other.close()

    busy = threading.Thread(target=write_without_pause, args=(Database(empty_database.url),))
    busy.start()
    try:
        began = time.monotonic()
        for _ in range(5):
            with empty_database.write() as session:
                raise_version(session)
        waited = time.monotonic() - began
    finally:
        stop.set()
        busy.join()
    assert waited < 5
    assert version_of(empty_database) == 5


def test_a_reader_sees_one_moment(empty_database: Database) -> None:
    with closing(empty_database.reader()) as reader:
        with reader.snapshot() as snapshot:
            assert snapshot.rows("SELECT version FROM dataset") == [(0,)]
            with empty_database.write() as session:
                raise_version(session)
            assert snapshot.rows("SELECT version FROM dataset") == [(0,)]
        with reader.snapshot() as snapshot:
            assert snapshot.rows("SELECT version FROM dataset") == [(1,)]


def test_a_reader_cannot_write(empty_database: Database) -> None:
    with pytest.raises(DatabaseFailed):
        read(empty_database, "UPDATE dataset SET version = 9")
    assert version_of(empty_database) == 0


def read(database: Database, sql: str) -> list[tuple[object, ...]]:
    with closing(database.reader()) as reader, reader.snapshot() as snapshot:
        return snapshot.rows(sql)


def test_a_question_over_its_time_is_stopped(empty_file: Path) -> None:
    database = Database(f"sqlite:///{empty_file}", query_seconds=0.05)
    began = time.monotonic()
    with pytest.raises(QueryTooSlow, match=r"more than 0\.05 seconds"):
        read(database, ENDLESS)
    assert time.monotonic() - began < 2


def test_a_damaged_database_is_a_plain_failure(empty_database: Database) -> None:
    empty_database.close()
    content = bytearray(empty_database.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    empty_database.path.write_bytes(content)
    with pytest.raises(DatabaseFailed, match="cannot be read"):
        read(empty_database, "SELECT * FROM project")
    with pytest.raises(DatabaseFailed, match="The database says"), empty_database.write() as one:
        one.exec(select(Dataset)).all()


def test_a_missing_database_is_a_plain_failure_and_no_file_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/ingen.db")
    with pytest.raises(DatabaseFailed, match=r"ingen\.db cannot be opened"):
        database.reader()
    assert not database.path.exists()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "projektbank.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://host/projektbank.db",
        "sqlite://host:port/projektbank.db",
        "sqlite:///projektbank.db?mode=ro",
        "sqlite+aiosqlite:///projektbank.db",
        "sqlite+unknown:///projektbank.db",
        "postgresql://user:secret@host/projektbank",
    ],
)
def test_an_address_that_is_no_file_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(DatabaseFailed) as caught:
        Database(url)
    assert str(caught.value).endswith(".")
    assert "sqlite:///PATH" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["med blank.db", "å%20.db", "#.db", "a?b.db"])
def test_any_file_name_will_do(tmp_path: Path, empty_file: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(empty_file.read_bytes())
    database = Database(f"sqlite:///{quote(str(path))}")
    assert read(database, "SELECT version FROM dataset") == [(0,)]
    with database.write() as session:
        raise_version(session)
    assert version_of(database) == 1
    database.close()


def test_only_where_much_is_expected_does_writing_take_more_memory(
    empty_database: Database,
) -> None:
    assert held_by_writers(empty_database) == (-2_000, 1_000)
    empty_database.expect_much()
    assert held_by_writers(empty_database) == (-64_000, 32_000)


def held_by_writers(database: Database) -> tuple[int, ...]:
    """How much of the file a writing connection keeps, and at how many pages the log is copied."""
    with database.write() as session:
        ask = session.connection().exec_driver_sql
        return tuple(
            ask(f"PRAGMA {name}").one()[0] for name in ("cache_size", "wal_autocheckpoint")
        )
