"""What a database file holds, as numbers: told to people, and compared between a copy and its
original."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.errors import BackupRefused

_MIGRATED = frozenset({"alembic_version", "dataset"})
_OURS = _MIGRATED | {"project"}
_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
"""Those with rows of ours: a word index keeps its own tables."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Of one moment: the schema's revision, which database it is, how far its numbers have come,
    and the rows of each table."""

    revision: str
    epoch: str
    version: int
    latest_seq: int
    rows: Mapping[str, int]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever stored but what a migration stores."""
        return not any(n for name, n in self.rows.items() if name not in _MIGRATED)

    def __str__(self) -> str:
        rows = ", ".join(f"{n} {name}" for name, n in self.rows.items() if n)
        numbers = f"dataset version {self.version}, change {self.latest_seq}"
        return f"schema {self.revision}, {numbers}; rows: {rows}"


def read_contents(connection: sqlite3.Connection, name: str) -> Contents:
    """The contents of an open database of ours, of any schema; raises `BackupRefused`, calling it
    `name`, for others.

    Inside a transaction it also fixes the moment that the transaction sees.
    """
    names = sorted(
        name for (name,) in connection.execute(_TABLES) if not name.startswith("sqlite_")
    )
    if not _OURS.issubset(names):
        raise BackupRefused(f"{name} is no database of Projektbank.")
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    epoch, version = connection.execute("SELECT epoch, version FROM dataset").fetchone()
    (seq,) = connection.execute(_latest_seq(connection)).fetchone()
    rows = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in names
    }
    return Contents(revision, epoch, version, seq, rows)


def contents_of(path: Path) -> Contents:
    """The contents of a database that others may be using."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        return read_contents(connection, path.name)


def _latest_seq(connection: sqlite3.Connection) -> str:
    """Schema 0001 keeps no number of the newest change."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(dataset)")}
    if "latest_seq" in columns:
        return "SELECT latest_seq FROM dataset"
    return "SELECT coalesce(max(seq), 0) FROM change"


def verify(path: Path, name: str) -> Contents:
    """Reads a closed database from its first page to its last; its contents.

    Raises `BackupRefused`, calling it `name`, where it is damaged, refers to what is not there, or
    is not ours.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            if found != ["ok"]:
                raise BackupRefused(f"{name} is damaged: {found[0]}.")
            missing = connection.execute("PRAGMA foreign_key_check").fetchone()
            if missing is not None:
                raise BackupRefused(
                    f"{name}: a row of {missing[0]} refers to a {missing[2]} that is not there."
                )
            return read_contents(connection, name)
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"{name} cannot be read: {error}.") from error
