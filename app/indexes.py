"""Indexes that a first import does without: laid aside in an empty database, and made whole once it
is filled.

Each index wants every new row at a place of its own: of a million records, most of the time would
go into moving the pages of these. Made at the end, each is written once, in order. What an import
looks up itself stays.
"""

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from types import MappingProxyType

from sqlalchemy import Connection, Index, inspect
from sqlalchemy import Table as SqlTable

from app.database import Database
from app.models import Change, Project, Table

_SOUGHT_BY_IMPORTS = frozenset({"name_key", "number", "owner_id"})
_GROWING_AT_THE_END = frozenset({"at", "dataset_version", "since", "updated_at"})


def _indexes(table: type[Table]) -> Collection[Index]:
    target = inspect(table).local_table
    if not isinstance(target, SqlTable):
        raise TypeError(table)
    return target.indexes


SPARED: Mapping[str, Index] = MappingProxyType(
    {
        str(index.name): index
        for table in (Project, Change)
        for index in sorted(_indexes(table), key=lambda index: str(index.name))
        if index.columns[0].name not in _SOUGHT_BY_IMPORTS | _GROWING_AT_THE_END
    }
)
"""By name, those that a first import does without."""


def lay_aside(connection: Connection) -> None:
    """Drops them, in the transaction of who stores the first records."""
    for index in SPARED.values():
        index.drop(connection, checkfirst=True)


def make_whole(database: Database) -> None:
    """Makes those that are not there, each in a transaction of its own, that others may write in
    between: after an import, and before anything else where one was killed."""
    for name in missing_indexes(database):
        with database.connection() as connection:
            SPARED[name].create(connection, checkfirst=True)


def missing_indexes(database: Database) -> list[str]:
    """Names of those that are not there. Takes no lock."""
    uri = f"{database.path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")
        found = {name for (name,) in rows}
    return [name for name in SPARED if name not in found]
