"""Brings a database to the schema of this version, under the write lock of the database itself.

One that holds anything is backed up first, under the same lock: the backup is what is migrated.
Alembic is loaded only when there is something to do: that is felt at every start.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from app.backup.backups import make_backup
from app.backup.contents import contents_of
from app.database import Database
from app.errors import DatabaseBehind, DatabaseFailed, DatabaseTooNew
from app.indexes import make_whole

_OURS = frozenset({"alembic_version", "dataset", "project"})
"""Tables by which a database is known as ours, of whatever version."""


def _script_folder() -> Path:
    """Beside the package in a checkout, inside it in an installed wheel."""
    package = Path(__file__).parent
    inside = package / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"


@cache
def known_revisions() -> tuple[str, ...]:
    """Every revision that this version knows, in order; files are named `REVISION_what.py`."""
    return tuple(
        sorted(path.name.partition("_")[0] for path in _script_folder().glob("versions/[0-9]*.py"))
    )


def current_revision(database: Database) -> str | None:
    """The database's revision; None where there is no database yet, or an empty one."""
    if not _holds_anything(database.path):
        return None
    uri = f"{database.path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
            if not tables:
                return None
            if not tables >= _OURS:
                raise DatabaseFailed(f"{database.path.name} is no database of Projektbank.")
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise DatabaseFailed(f"{database.path.name} cannot be read: {error}.") from error
    return str(row[0]) if row else None


def _holds_anything(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise DatabaseFailed(f"{path.name} cannot be read: {error.strerror}.") from error


def require_current(database: Database) -> None:
    """Raises one plain sentence unless the schema is this version's."""
    revision = current_revision(database)
    refuse_newer(database.path.name, revision)
    if revision != known_revisions()[-1]:
        raise DatabaseBehind(f"{database.path.name} needs a migration: run `projektbank migrate`.")


def _keep_quiet(_sentence: str) -> None:
    """For who does not care where the backup is."""


def migrate(database: Database, tell: Callable[[str], None] = _keep_quiet) -> bool:
    """Brings any database, an empty one too, up to date; says whether there was anything to do.
    Indexes that a killed import left out are made.

    `tell` gets one sentence on the backup that is made, and left beside the database.
    """
    if _is_current(database):
        make_whole(database)
        return False
    try:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseFailed(f"{database.path.parent.name} cannot be made.") from error
    with database.connection() as connection:
        if _is_current(database):  # another program was faster
            return False
        _back_up(database, tell)
        _upgrade(connection)
    make_whole(database)
    return True


def migrate_copy(database: Database) -> None:
    """Brings a copy up to date that is itself the backup of something."""
    if not _is_current(database):
        with database.connection() as connection:
            _upgrade(connection)


def _is_current(database: Database) -> bool:
    revision = current_revision(database)
    refuse_newer(database.path.name, revision)
    return revision == known_revisions()[-1]


def _back_up(database: Database, tell: Callable[[str], None]) -> None:
    revision = current_revision(database)
    if revision is None or contents_of(database.path).is_empty:
        return
    backup = make_backup(database.path, label=f"schema-{revision}")
    tell(f"{database.path.name} is backed up as {backup.path.name} before its migration.")


def refuse_newer(name: str, revision: str | None) -> None:
    """Raises `DatabaseTooNew`, calling the database `name`, where this version does not know its
    revision."""
    if revision is not None and revision not in known_revisions():
        raise DatabaseTooNew(
            f"{name} was migrated by a newer Projektbank (schema {revision}, "
            f"this version knows up to {known_revisions()[-1]}): use that version."
        )


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - felt at every start, needed at few
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_script_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
