"""Engines, pragmas, read and write sessions: the one place that opens a database and commits.

Reading goes through `Reader` (rows of compiled SQL in one consistent snapshot), writing through
`Database.write()` (an SQLModel session in one transaction). PostgreSQL fits in as another pair.
"""

import math
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlmodel import Session, create_engine

from app.errors import DatabaseBusy, DatabaseFailed, ProjektbankError, QueryTooSlow
from app.turnstile import BUSY, Turnstile

Row = tuple[Any, ...]

_SQLITE_MINIMUM = (3, 38, 0)
"""The first SQLite in which JSON functions are always there."""
_BUSY_SECONDS = 10
_GLANCE_SECONDS = 0.001
"""Between two looks for the end of another program's transaction."""
_STEPS = 20_000
"""Virtual machine steps between two looks at the clock."""
_STALL_SECONDS = 30.0
"""What each block of a long reading may take; how long the whole of it takes does not matter."""
_MAPPED_BYTES = 2**31
"""Of the file in a reader's address space, read without copies; SQLite takes hardly more."""
_ROOMY = ("PRAGMA cache_size = -64000", "PRAGMA wal_autocheckpoint = 32000")
"""64 MB of cache, 128 MB of log. A batch of new records touches some thousand pages, most of them
of indexes: with less room they go to the disk before the transaction ends, and again with the next.
"""
_BLOCK = 500
"""Rows that a long reading holds at a time."""


class Reader(Protocol):
    """Reads inside one consistent snapshot."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a compiled statement; raises `QueryTooSlow` over the time budget."""

    def blocks(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[Row]]:
        """The same a block at a time, in constant memory and under no budget for the whole.

        Raises `QueryTooSlow` where a block takes half a minute.
        """


class SqliteReader:
    """A read-only connection of one thread; short reads run on it inline."""

    def __init__(self, path: Path, seconds: float) -> None:
        self._seconds = seconds
        self._deadline = 0.0
        uri = f"{path.absolute().as_uri()}?mode=ro"
        self._connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA query_only = ON")
        self._connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        self._connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        self._connection.set_progress_handler(self._is_late, _STEPS)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._failure(self._seconds) from error

    def blocks(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[Row]]:
        cursor: sqlite3.Cursor | None = None
        while True:
            seconds = max(self._seconds, _STALL_SECONDS)
            self._deadline = time.monotonic() + seconds
            try:
                cursor = cursor or self._connection.execute(sql, parameters)
                block = cursor.fetchmany(_BLOCK)
            except sqlite3.DatabaseError as error:
                raise self._failure(seconds) from error
            if not block:
                return
            yield block

    @contextmanager
    def snapshot(self, seconds: float = math.inf) -> Iterator[Reader]:
        """Everything read inside is of one moment and within one time budget, or a shorter one."""
        self._deadline = time.monotonic() + min(self._seconds, seconds)
        self._connection.execute("BEGIN")
        try:
            yield self
        finally:
            self._connection.rollback()

    def close(self) -> None:
        self._connection.close()

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _failure(self, seconds: float) -> ProjektbankError:
        """Why a reading failed, when that much time was given."""
        if self._is_late():
            return QueryTooSlow(f"It took more than {seconds:g} seconds.")
        return DatabaseFailed("The database cannot be read.")


class Database:
    """A database by its address. Opening it makes no file; migrating does."""

    def __init__(self, url: str, *, query_seconds: float = 2.0) -> None:
        self.url = url
        self.path = _sqlite_path(url)
        self._query_seconds = query_seconds
        self._turn = threading.Lock()
        self._pragmas: tuple[str, ...] = ()
        self.engine = _sqlite_engine(self.path)

    def reader(self, seconds: float | None = None) -> SqliteReader:
        """A new read-only connection, for one thread, with the usual time budget or another."""
        try:
            return SqliteReader(self.path, self._query_seconds if seconds is None else seconds)
        except sqlite3.Error as error:
            raise DatabaseFailed(f"The database {self.path.name} cannot be opened.") from error

    def expect_much(self) -> None:
        """From now on, what writes through this may hold more of the file in memory and copies its
        log into the file less often: of many new records, half as many bytes go to the disk."""
        self._pragmas = _ROOMY

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises.

        It takes the write lock at once (`BEGIN IMMEDIATE`): what it reads is not overtaken, and a
        time taken inside is later than every time of the writers before. The threads of a process
        take turns, which is quicker and fairer than the database's own waiting.
        """
        if not self._turn.acquire(timeout=_BUSY_SECONDS):
            raise DatabaseBusy(BUSY)
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                connection = session.connection()
                for pragma in self._pragmas:
                    connection.exec_driver_sql(pragma)
                yield session
                session.commit()
        except DatabaseError as error:
            raise _failure(error) from error
        finally:
            self._turn.release()

    @contextmanager
    def rehearse(self) -> Iterator[Session]:
        """A transaction that is always rolled back: what a write would do."""
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                session.connection()
                yield session
        except DatabaseError as error:
            raise _failure(error) from error

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A transaction for migrations, under the same lock as every writer."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise _failure(error) from error

    def rebuild(self) -> None:
        """Writes the file anew: nothing that was deleted or overwritten stays in it or its log.

        Waits for others; raises `DatabaseFailed` where one of them does not end.
        """
        with closing(self.engine.raw_connection()) as connection:
            driver = connection.driver_connection
            if not isinstance(driver, sqlite3.Connection):
                raise TypeError(driver)
            driver.execute("PRAGMA busy_timeout = 0")
            try:
                for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    _insist(driver, statement)
            finally:
                driver.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")

    def close(self) -> None:
        self.engine.dispose()


def _sqlite_path(url: str) -> Path:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseFailed("The database address is not of the form sqlite:///PATH.") from error
    if parsed.drivername != "sqlite":
        raise DatabaseFailed(f"{parsed.drivername} is not supported; use sqlite:///PATH.")
    if not parsed.database or parsed.database == ":memory:":
        raise DatabaseFailed("The database must be a file: sqlite:///PATH.")
    if parsed != URL.create("sqlite", database=parsed.database):
        raise DatabaseFailed("The database address holds more than a path: use sqlite:///PATH.")
    return Path(parsed.database)


def _sqlite_engine(path: Path) -> Engine:
    if sqlite3.sqlite_version_info < _SQLITE_MINIMUM:
        needed = ".".join(map(str, _SQLITE_MINIMUM))
        raise DatabaseFailed(f"SQLite {sqlite3.sqlite_version} is too old; {needed} is needed.")
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", partial(_begin_immediate, Turnstile(path)))
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions lose concurrent updates silently: we begin them ourselves.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(turnstile: Turnstile, connection: Connection) -> None:
    """Begins as soon as another writer ends; SQLite's own waiting looks ten times a second."""
    deadline = time.monotonic() + _BUSY_SECONDS
    with turnstile.stand(deadline):
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        try:
            while not _has_begun(connection, last=time.monotonic() > deadline):
                time.sleep(_GLANCE_SECONDS)
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")


def _has_begun(connection: Connection, *, last: bool) -> bool:
    """False where another program writes, unless this is the last look: then it raises."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if last or not _is_locked(error):
            raise
        return False
    return True


def _is_locked(error: DatabaseError) -> bool:
    return "locked" in str(error.orig)


def _insist(connection: sqlite3.Connection, statement: str) -> None:
    """Executes as soon as nobody is in the way; a first column of 1 says that somebody was."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            row = connection.execute(statement).fetchone()
            if row is None or row[0] == 0:
                return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise DatabaseFailed(f"The database cannot be written anew: {error}.") from error
        if time.monotonic() > deadline:
            raise DatabaseFailed("Another program does not let go of the database; try again.")
        time.sleep(_GLANCE_SECONDS)


def _failure(error: DatabaseError) -> DatabaseFailed:
    """What the database says, without its SQL and parameters."""
    if _is_locked(error):
        return DatabaseBusy(BUSY)
    return DatabaseFailed(f"The database says: {error.orig}.")
