"""The database that is there before a restore: its state, and what of it outlives the restore."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path

from app.database import Database
from app.errors import DatabaseFailed
from app.migration import current_revision
from app.store.restoration import Lasting, read_lasting


class State(Enum):
    """What stands at the database's address."""

    ABSENT = auto()
    SOUND = auto()
    DAMAGED = auto()


def state_of(database: Database) -> State:
    """Reads the database from its first page to its last; raises where it is not ours at all."""
    path = database.path
    if not path.exists() or path.stat().st_size == 0:
        return State.ABSENT
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            referring = connection.execute("PRAGMA foreign_key_check").fetchone() is None
    except sqlite3.DatabaseError:
        return State.DAMAGED
    if current_revision(database) is None:
        return State.ABSENT
    return State.SOUND if whole and referring else State.DAMAGED


def lasting_of(database: Database) -> Lasting | None:
    """What outlives the restore; None where it cannot be read any more."""
    try:
        with closing(database.reader()) as reader, reader.snapshot() as snapshot:
            return read_lasting(snapshot)
    except DatabaseFailed:
        return None


def set_aside(path: Path) -> Path:
    """Renames a damaged database with its log, so that nothing of it is lost; its new name."""
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = path.with_name(f"{path.name}.damaged-{at}")
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    for ending in ("-wal", ""):  # first the log: it must never stand beside a file it is not of
        source = path.with_name(f"{path.name}{ending}")
        if os.path.lexists(source):
            source.rename(aside.with_name(f"{aside.name}{ending}"))
    return aside
