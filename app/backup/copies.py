"""Copies whole database files with SQLite's own backup, page by page, while others read and write.

Out of a database goes one moment; into one goes a whole file as a single transaction.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlmodel import Session

from app.backup.contents import Contents, read_contents
from app.database import Database
from app.errors import DatabaseFailed

_PAGES = 1000
"""Between two looks at Ctrl-C; reading holds no writer up, however long it takes."""
_FIRST_PAGES = 8
"""Fewer than any database of ours has: the first step must not be the last."""
_BUSY_SECONDS = 30
_GLANCE_SECONDS = 0.002
"""Between two looks at a database that another program writes to."""


def copy_moment(source: Path, target: Path) -> Contents:
    """Copies a database as it stands at this moment into `target`, a new file of the owner's only.

    In WAL mode a reader keeps its moment while writers go on, so it is one transaction of reading:
    copied step by step outside of one, a database that is written to would begin anew at each step.
    The copy is on the disk when this returns, and needs no file beside it.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    uri = f"{source.absolute().as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as origin,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            copy.execute("PRAGMA synchronous = OFF")
            origin.execute("BEGIN")
            contents = read_contents(origin, source.name)
            origin.backup(copy, pages=_PAGES)
            origin.execute("ROLLBACK")
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise DatabaseFailed(f"{source.name} cannot be copied: {error}.") from error
    sync(target)
    return contents


def pour(source: Database, live: Path, settle: Callable[[Session], None]) -> None:
    """Puts the whole of `source` in the place of what `live` holds, as one transaction.

    Programs that have `live` open see the old until it is committed and the new from then on; one
    that is killed meanwhile leaves the old. `settle` writes into `source` what can only be known
    once nobody else can write to `live`. Raises `DatabaseFailed` where another program writes for
    too long; `live` is as before then.
    """
    deadline = time.monotonic() + _BUSY_SECONDS
    settled = False

    def proceed(status: int, _remaining: int, _total: int) -> None:
        nonlocal settled
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if time.monotonic() > deadline:
                raise DatabaseFailed("Another program is writing to the database for too long.")
        elif not settled:  # the first pages are written: the lock is ours until the end
            settled = True
            with Session(connection) as session, session.begin():
                settle(session)

    with source.engine.connect() as connection, closing(_writable(live)) as target:
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(driver)
        try:
            driver.backup(target, pages=_FIRST_PAGES, progress=proceed, sleep=_GLANCE_SECONDS)
        except sqlite3.Error as error:
            raise DatabaseFailed(f"{live.name} cannot be written: {error}.") from error


def _writable(path: Path) -> sqlite3.Connection:
    """Waits for no lock by itself: it would look too seldom to meet a pause between writers."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def sync(path: Path) -> None:
    """Waits until a file, or the entries of a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
