"""A backup made ready beside the database: checked, and brought to this version's schema."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfileobj
from urllib.parse import quote

from app.backup.checksums import checksum, read_checksum
from app.backup.contents import Contents, verify
from app.database import Database
from app.errors import BackupRefused
from app.migration import migrate_copy, refuse_newer


def take_in(file: Path, copy: Path, *, unchecked: bool) -> Contents:
    """Copies a backup to `copy` and checks the copy: checksum, every page, every reference.

    Raises `BackupRefused` where it cannot be trusted, `DatabaseTooNew` where it is too new.
    """
    expected = None if unchecked else read_checksum(file)
    _refuse_log(file)
    try:
        descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with file.open("rb") as source, os.fdopen(descriptor, "wb") as target:
            copyfileobj(source, target)
    except OSError as error:
        raise BackupRefused(f"{file.name} cannot be read: {error.strerror}.") from error
    if expected is not None and checksum(copy) != expected:
        raise BackupRefused(f"{file.name} does not match its checksum: it is damaged or changed.")
    contents = verify(copy, file.name)
    refuse_newer(file.name, contents.revision)
    return contents


def _refuse_log(file: Path) -> None:
    """A log beside it holds changes that are not in the file yet: it was never closed."""
    for ending in ("-wal", "-journal"):
        log = file.with_name(f"{file.name}{ending}")
        if log.exists() and log.stat().st_size:
            raise BackupRefused(f"{log.name} stands beside it: {file.name} is no closed database.")


def open_prepared(copy: Path, page_size: int | None) -> Database:
    """The copy in the schema of this version, with pages of this size."""
    if page_size is not None and page_size != page_size_of(copy):
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA page_size = {page_size:d}")
            connection.execute("VACUUM")
    prepared = Database(f"sqlite:///{quote(str(copy.absolute()))}")
    migrate_copy(prepared)
    return prepared


def page_size_of(path: Path) -> int:
    """Bytes a page: a file can be put into another only page by page."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    return int(size)
