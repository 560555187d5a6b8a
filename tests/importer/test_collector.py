"""The search for cyclic garbage: rare while documents are imported, as before when that ends."""

import gc
from pathlib import Path

from app.database import Database
from tests.importer.files import import_files, write
from tests.importer.pages import make_page


def test_it_is_rare_while_documents_are_imported_and_then_as_before(
    empty_database: Database, tmp_path: Path
) -> None:
    usual = gc.get_threshold()
    results = import_files(empty_database, [write(tmp_path, make_page(), "page.txt")])
    assert next(results).outcome == "created"
    assert gc.get_threshold() == (100_000, *usual[1:])
    assert list(results) == []
    assert gc.get_threshold() == usual


def test_it_is_as_before_when_who_imports_stops_early(
    empty_database: Database, tmp_path: Path
) -> None:
    usual = gc.get_threshold()
    files = [write(tmp_path, make_page(name=f"Projekt {one}"), f"{one}.txt") for one in "ab"]
    results = import_files(empty_database, files)
    next(results)
    del results
    assert gc.get_threshold() == usual
