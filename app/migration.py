"""Brings a database to the schema of this version, under the write lock of the database itself.

Alembic is loaded only when there is something to do: that is felt at every start.
"""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from app.database import Database
from app.errors import DatabaseBehind, DatabaseFailed, DatabaseTooNew

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
    _refuse_newer(database, revision)
    if revision != known_revisions()[-1]:
        raise DatabaseBehind(f"{database.path.name} needs a migration: run `projektbank migrate`.")


def migrate(database: Database) -> bool:
    """Brings any database, an empty one too, up to date; says whether there was anything to do."""
    revision = current_revision(database)
    _refuse_newer(database, revision)
    if revision == known_revisions()[-1]:
        return False
    try:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseFailed(f"{database.path.parent.name} cannot be made.") from error
    _upgrade(database)
    return True


def _refuse_newer(database: Database, revision: str | None) -> None:
    if revision is not None and revision not in known_revisions():
        raise DatabaseTooNew(
            f"{database.path.name} was migrated by a newer Projektbank (schema {revision}, "
            f"this version knows up to {known_revisions()[-1]}): use that version."
        )


def _upgrade(database: Database) -> None:
    from alembic import command  # noqa: PLC0415 - felt at every start, needed at few
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_script_folder()).replace("%", "%%"))
    with database.connection() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
