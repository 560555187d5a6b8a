"""Snapshots made for tests, and what the files of one say."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from app.database import Database
from app.domain.fields import BY_NAME, Kind
from app.snapshots.editions import CSV, PARQUET, SQLITE, Edition, FileKind, Standing, standing_of
from app.snapshots.making import make_edition
from app.snapshots.shelf import Shelf
from tests.exports.judges import JUDGES, Rows


def shelf_of(database: Database) -> Shelf:
    return Shelf.beside(database.path)


def make(database: Database, keep: int = 3) -> Edition:
    """A snapshot of the database as it stands, in its usual folder."""
    return make_edition(database, shelf_of(database), keep)


def standing(database: Database) -> Standing:
    with closing(database.reader()) as connection, connection.snapshot() as reader:
        return standing_of(reader)


def versions(database: Database) -> list[int]:
    """Of the snapshots that are shown, the newest first."""
    return [one.version for one in shelf_of(database).offered(standing(database))]


def path_of(database: Database, edition: Edition, kind: FileKind) -> Path:
    return shelf_of(database).path_of(edition, kind)


def rows_of(database: Database, edition: Edition, kind: FileKind) -> Rows:
    """The projects of one file, with values as the API has them."""
    return _READERS[kind](path_of(database, edition, kind))


def names(folder: Path) -> list[str]:
    """Everything that stands in a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def _csv(path: Path) -> Rows:
    rows = JUDGES["csv by pandas"].read(path)
    return [{**row, "quality_issues": (row["quality_issues"] or "").split()} for row in rows]


def _sqlite(path: Path) -> Rows:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        rows = list(map(dict, connection.execute("SELECT * FROM projects ORDER BY rowid")))
    return [{name: _typed(name, value) for name, value in row.items()} for row in rows]


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401
    kind = BY_NAME[name].kind
    if kind is Kind.LIST:
        return json.loads(value)
    return bool(value) if kind is Kind.BOOLEAN and value is not None else value


_Read = Callable[[Path], Rows]
_READERS: Mapping[FileKind, _Read] = {
    PARQUET: JUDGES["parquet by pyarrow"].read,
    CSV: _csv,
    SQLITE: _sqlite,
}
