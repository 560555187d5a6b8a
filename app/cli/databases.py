"""The database that a command works on."""

from functools import partial
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from app.database import Database


def open_database() -> "Database":
    """The database that the settings name; nothing is made of it yet."""
    from app.database import Database
    from app.settings import load

    in_force = load()
    return Database(in_force.database_url, query_seconds=in_force.query_seconds)


def migrated_database() -> "Database":
    """The same, brought to this version's schema."""
    from app.migration import migrate as migrate_database

    database = open_database()
    migrate_database(database, partial(typer.echo, err=True))
    return database
