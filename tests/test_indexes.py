"""Indexes that a first import lays aside are there when it ends, however it ends."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.database import Database
from app.importer.desk import Desk
from app.importer.report import Result
from app.indexes import SPARED, missing_indexes
from app.migration import migrate
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.old_schema import make_empty

MANY = 120
FEW = 20


def pages(count: int, start: int = 0) -> list[str]:
    return [make_page(name=f"Projekt {index}") for index in range(start, start + count)]


def schema(database: Database) -> set[tuple[str, str]]:
    """Every table and index with what made it."""
    with closing(sqlite3.connect(database.path)) as connection:
        return set(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


@pytest.fixture
def missing_meanwhile(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many indexes were missing as each transaction of an import ended."""
    counts: list[int] = []
    take = Desk.take_pages

    def note(desk: Desk, *given: object) -> list[Result]:
        results = take(desk, *given)  # type: ignore[arg-type]
        rows = desk.session.connection().exec_driver_sql("SELECT name FROM sqlite_schema")
        counts.append(len(SPARED.keys() - {name for (name,) in rows}))
        return results

    monkeypatch.setattr(Desk, "take_pages", note)
    return counts


def test_a_first_import_of_many_does_without_them_and_makes_them_whole(
    empty_database: Database, tmp_path: Path, missing_meanwhile: list[int]
) -> None:
    before = schema(empty_database)
    import_contents(empty_database, tmp_path, *pages(MANY))
    assert set(missing_meanwhile) == {len(SPARED)}
    assert schema(empty_database) == before


@pytest.mark.parametrize(
    "import_some",
    [
        lambda *into: import_contents(*into, *pages(FEW)),
        lambda *into: [import_contents(*into, *pages(n, 500)) for n in (1, MANY)],
        lambda *into: import_contents(*into, *pages(MANY), dry_run=True),
    ],
    ids=["few", "not the first", "dry run"],
)
def test_other_imports_leave_them_alone(
    empty_database: Database,
    tmp_path: Path,
    missing_meanwhile: list[int],
    import_some: Callable[[Database, Path], object],
) -> None:
    import_some(empty_database, tmp_path)
    assert set(missing_meanwhile) == {0}


def test_what_a_killed_import_left_out_is_made_before_anything_else(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = schema(empty_database)
    with monkeypatch.context() as killed:
        killed.setattr("app.importer.run.make_whole", lambda _: None)
        import_contents(empty_database, tmp_path, *pages(MANY))
    assert missing_indexes(empty_database) == list(SPARED)
    assert not migrate(empty_database)
    assert schema(empty_database) == before


def test_a_migration_makes_what_a_killed_import_left_out(tmp_path: Path) -> None:
    old = make_empty(tmp_path / "gammal.db", "0005")
    with old.connection() as connection:
        connection.exec_driver_sql("DROP INDEX ix_project_granted_support")
        connection.exec_driver_sql("DROP INDEX ix_project_region_id")
    assert migrate(old)
    assert missing_indexes(old) == []
    old.close()


def test_an_import_that_fails_makes_them_whole(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.importer.run._BATCH", MANY)
    take, calls = Desk.take_pages, iter((True,))

    def fail(desk: Desk, *given: object) -> list[Result]:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return take(desk, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "take_pages", fail)
    with pytest.raises(KeyboardInterrupt):
        import_contents(empty_database, tmp_path, *pages(2 * MANY))
    assert missing_indexes(empty_database) == []
