"""Made-up records and a database that holds them, for the tests of the query language."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from app.domain.collation import fold, search_key, sort_key
from app.domain.fields import BY_NAME, FIELDS, Kind
from app.models import metadata
from app.store.words import index_everything

TODAY = date(2021, 6, 15)
Record = Mapping[str, Any]

ORGANISATIONS: Mapping[str, tuple[str | None, tuple[str, ...]]] = {
    "2120003005": ("2120003005", ("Åre kommun", "ÅRE  kommun, skola", "Are Kommun")),
    "8020022767": ("8020022767", ("Rädda Barnen", "Radda Barnen")),
    "n-00000001": (None, ("Öbo", "ABF")),
    "n-00000002": ("5560000001", ("Ab, c", 'Ab "c"', "a%b_c")),
}
"""Organisation id → its number and spellings; one number is not its organisation's id."""

_REQUIRED: Record = {
    "name": "Namn",
    "owner": "ABF",
    "owner_id": "n-00000001",
    "quality_issues": (),
    "version": 1,
    "created_at": datetime(2021, 1, 1),  # noqa: DTZ001 - as SQLite keeps it
    "updated_at": datetime(2021, 1, 1),  # noqa: DTZ001
    "last_seen_at": datetime(2021, 1, 1),  # noqa: DTZ001
}


def make_record(id: str, **values: Any) -> Record:  # noqa: ANN401
    """A record with every field; money and percent as decimals."""
    return {**{field.name: None for field in FIELDS}, **_REQUIRED, "id": id, **values}


def make_database() -> sqlite3.Connection:
    """The real tables with the organisations above and no project."""
    connection = sqlite3.connect(":memory:")
    metadata.create_all(_engine(connection))
    for id_, (number, spellings) in ORGANISATIONS.items():
        key = sort_key(number) if number else None
        name = spellings[0]
        connection.execute(
            "INSERT INTO organisation (id, number, name, name_key, number_key)"
            " VALUES (?, ?, ?, ?, ?)",
            (id_, number, name, sort_key(name), key),
        )
        connection.executemany(
            "INSERT INTO spelling (organisation_id, folded, name) VALUES (?, ?, ?)",
            [(id_, fold(spelling), spelling) for spelling in spellings],
        )
    connection.commit()
    return connection


def store(connection: sqlite3.Connection, records: Iterable[Record], first: int = 1) -> None:
    """Puts these records in the place of all others: states that began one after another."""
    connection.execute("DELETE FROM project")
    for since, record in enumerate(records, start=first):
        row = _row(record, since)
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO project ({names}) VALUES ({marks})", tuple(row.values()))
    index_words(connection)


def index_words(connection: sqlite3.Connection) -> None:
    """Makes the word index anew, of all states that are there."""
    for table in ("project_words", "word_parts"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    connection.execute("DELETE FROM word")
    connection.commit()
    with _engine(connection).begin() as writing:
        index_everything(writing)


@lru_cache(maxsize=1)
def _engine(connection: sqlite3.Connection) -> Engine:
    return create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)


def _row(record: Record, since: int) -> dict[str, object]:
    row: dict[str, object] = {"since": since}
    for name, value in record.items():
        field = BY_NAME[name]
        if name == "status":
            continue
        row[name] = _stored(value)
        if field.kind is Kind.TEXT and not field.flags.personal:
            make_key = search_key if field.flags.long else sort_key
            row[f"{name}_key"] = None if value is None else make_key(value)
    return row


def _stored(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value * 100)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, tuple) else value
