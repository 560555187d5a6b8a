"""Exports as bytes, and databases with made-up records to export."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing

from app.database import Database
from app.exports.export import Contacts, open_export
from app.exports.formats import FORMATS
from app.query.resource import PROJECTS, Resource
from tests.query.records import Record, store


def export(
    database: Database,
    format: str,
    raw: str = "",
    contacts: Contacts = Contacts.NEVER,
    resource: Resource = PROJECTS,
) -> bytes:
    """The whole file."""
    with open_export(database, resource, raw, FORMATS[format], contacts=contacts) as made:
        return b"".join(made.blocks())


def fill(database: Database, records: Iterable[Record]) -> Database:
    """The database with these records in the place of all others."""
    with closing(sqlite3.connect(database.path)) as connection, connection:
        store(connection, records)
    return database
