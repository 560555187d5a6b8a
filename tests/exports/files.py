"""Exports as bytes, and databases with made-up records to export."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing

import pytest

from app.database import Database, Reader, Row
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


def watch(
    monkeypatch: pytest.MonkeyPatch, reader: Reader, see: Callable[[list[Row]], object]
) -> None:
    """Has every block of rows seen before it is given on."""
    blocks = reader.blocks

    def watched(sql: str, parameters: Sequence[object]) -> Iterator[list[Row]]:
        for rows in blocks(sql, parameters):
            see(rows)
            yield rows

    monkeypatch.setattr(reader, "blocks", watched)
