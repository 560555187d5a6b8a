"""Indexes that a first import does without: laid aside in an empty database, and made whole once it
is filled.

Each index wants every new row at a place of its own: of a million records, most of the time would
go into moving the pages of these. Made at the end, each is written once, in order. What an import
looks up itself stays.
"""

from collections.abc import Mapping
from contextlib import closing
from types import MappingProxyType

from sqlalchemy import Connection, Index

from app.database import Database
from app.models import Change, Project, metadata

_FOUND = "SELECT name FROM sqlite_schema WHERE type = 'index'"
_SOUGHT_BY_IMPORTS = frozenset({"name_key", "number", "owner_id"})
_GROWING_AT_THE_END = frozenset({"at", "dataset_version", "since", "updated_at"})

SPARED: Mapping[str, Index] = MappingProxyType(
    {
        str(index.name): index
        for table in (Project.__tablename__, Change.__tablename__)
        for index in sorted(metadata.tables[str(table)].indexes, key=lambda one: str(one.name))
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
    with closing(database.reader()) as reader, reader.snapshot() as snapshot:
        found = {name for (name,) in snapshot.rows(_FOUND)}
    return [name for name in SPARED if name not in found]
