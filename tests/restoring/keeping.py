"""Backups, and databases that have gone on since."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from app.backup.backups import make_backup
from app.database import Database
from app.restoring.restore import Restored, restore
from tests.importer.files import import_contents
from tests.importer.pages import make_page


def back_up(database: Database, folder: Path, name: str = "kopia.db") -> Path:
    return make_backup(database.path, folder / name).path


def go_on(database: Database, folder: Path, *numbers: int) -> None:
    """Imports a page each: a change, a version and a dataset version."""
    pages = [make_page(Diarienummer=f"2021/0000{n}") for n in numbers]
    outcomes = {result.outcome for result in import_contents(database, folder, *pages)}
    assert outcomes == {"created"}


def put_back(database: Database, file: Path, **options: bool) -> Restored:
    told: list[str] = []
    return restore(database, file, told.append, **options)


def query(database: Database | Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    path = database.path if isinstance(database, Database) else database
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql, parameters).fetchall()


def clearly_the_same(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Every row is the same, but for what a restore itself writes."""
    for name in first.keys() | second.keys():
        if name not in ("dataset", "restoration"):
            assert first[name] == second[name], name
