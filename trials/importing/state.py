"""All that a database holds of documents, in a form in which two of them can be compared.

Times and sequence numbers are left out: they tell when something came in, not what.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.models import metadata

Rows = Mapping[tuple[Any, ...], Mapping[str, Any]]
"""Key → column → value."""

_SERVICE = frozenset(
    {"api_key", "dataset", "import_job", "import_result", "import_upload", "replay", "restoration"}
)
"""Tables of the service itself: nothing in them is of a document that a command imported."""
_WHEN = frozenset(
    {"at", "created_at", "dataset_version", "imported_at", "last_seen_at", "pk", "redacted_at"}
    | {"seq", "since", "until", "updated_at"}
)
_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "change": ("project_id", "version"),
        "document": ("sha256",),
        "organisation": ("id",),
        "organisation_event": ("id",),
        "past_project": ("id", "version"),
        "project": ("id",),
        "project_version": ("project_id", "version"),
        "quarantine": ("sha256",),
        "redaction": ("digest",),
        "refused_row": ("sha256", "row"),
        "spelling": ("organisation_id", "folded"),
        "word": ("word",),
    }
)


def read_state(file: Path) -> Mapping[str, Rows]:
    """The rows of every table that speaks of documents and records."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: dict(_read(connection, table)) for table in metadata.tables.keys() - _SERVICE
        }


def read_order(file: Path) -> list[tuple[str, int]]:
    """Record and version of each change, in the order of the feed."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT project_id, version FROM change ORDER BY seq").fetchall()


def _read(
    connection: sqlite3.Connection, table: str
) -> Iterator[tuple[tuple[Any, ...], Mapping[str, Any]]]:
    keys = _KEYS[table]
    for row in connection.execute(f"SELECT * FROM {table}"):
        values = {name: row[name] for name in row.keys() if name not in _WHEN}  # noqa: SIM118
        if "provenance" in values:
            values["provenance"] = _without_times(values["provenance"])
        yield tuple(row[name] for name in keys), values


def _without_times(provenance: str) -> str:
    """The rows of a list that an import begun again took in are of another time than the others."""
    told = json.loads(provenance)
    documents = told.pop("documents")
    for document in documents:
        del document["read_at"]
    for statement in told["fields"].values():
        if "document" in statement:
            statement["document"] = documents[statement["document"]]
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def find_differences(
    one: Mapping[str, Rows], other: Mapping[str, Rows], most: int = 3
) -> Iterator[str]:
    """Sentences on what the second lacks, has too much, or has otherwise: a few a table."""
    for table, rows in one.items():
        others = other[table]
        for word, keys in (
            ("lacks", rows.keys() - others.keys()),
            ("has too much", others.keys() - rows.keys()),
        ):
            if keys:
                yield f"{table} {word} {len(keys)} rows: {sorted(keys, key=str)[:most]}"
        differing = [key for key in rows.keys() & others.keys() if rows[key] != others[key]]
        if differing:
            told = [_tell(key, rows[key], others[key]) for key in sorted(differing, key=str)[:most]]
            yield f"{table} differs in {len(differing)} rows: {'; '.join(told)}"


def _tell(key: tuple[Any, ...], one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    names = [name for name, value in one.items() if other[name] != value]
    return f"{key} {', '.join(f'{n}: {one[n]!r:.2000} / {other[n]!r:.2000}' for n in names)}"
