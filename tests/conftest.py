"""Databases made by the migrations: empty, with the seeds, with seeds and golden pages.

Each is made once a session; a test gets a copy of its own.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.commands.serving import SEEDS
from app.database import Database
from app.importer import desk, run
from app.migration import migrate
from app.settings import PREFIX, load
from tests.importer.files import import_files

GOLDEN = Path(__file__).parent / "golden"

# How long an example takes says more of the machine than of the code.
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


@pytest.fixture(autouse=True)
def default_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees, or leaves behind, settings of whoever runs it."""
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    load.cache_clear()
    yield
    load.cache_clear()


@pytest.fixture(autouse=True)
def unhurried_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is stored at once ends by its number, not by how busy the machine is."""
    monkeypatch.setattr(run, "_BATCH_SECONDS", 60)
    monkeypatch.setattr(desk, "_TURN_SECONDS", 60)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without records."""
    path = tmp_path_factory.mktemp("databases") / "empty.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def seeded_file(empty_file: Path) -> Path:
    return _fill(empty_file, "seeded.db", sorted(SEEDS.glob("*.txt")))


@pytest.fixture(scope="session")
def golden_file(seeded_file: Path) -> Path:
    return _fill(seeded_file, "golden.db", sorted((GOLDEN / "pages").glob("*.txt")))


@pytest.fixture
def empty_database(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """No record."""
    with open_copy(empty_file, tmp_path) as database:
        yield database


@pytest.fixture
def seeded_database(seeded_file: Path, tmp_path: Path) -> Iterator[Database]:
    """The five packaged documents."""
    with open_copy(seeded_file, tmp_path) as database:
        yield database


@pytest.fixture
def golden_database(golden_file: Path, tmp_path: Path) -> Iterator[Database]:
    """The packaged documents and one page of every layout: twelve projects."""
    with open_copy(golden_file, tmp_path) as database:
        yield database


@contextmanager
def open_copy(file: Path, folder: Path) -> Iterator[Database]:
    """A database of one's own with the content of a closed one."""
    path = shutil.copy(file, folder / "projektbank.db")
    database = Database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        database.close()


def _fill(source: Path, name: str, documents: Iterable[Path]) -> Path:
    path = source.with_name(name)
    shutil.copy(source, path)
    database = Database(f"sqlite:///{path}")
    refused = [row for row in import_files(database, documents) if row.outcome != "created"]
    database.close()
    assert refused == []
    return path
