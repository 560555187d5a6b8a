"""Clients and writers of the real application on the golden database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.database import Database
from tests.api.conftest import open_client
from tests.api.writers import Writer, open_writer


@pytest.fixture
def client(golden_database: Database) -> Iterator[TestClient]:
    """Twelve projects."""
    with open_client(golden_database) as client:
        yield client


@pytest.fixture
def golden_writer(golden_file: Path, tmp_path: Path) -> Iterator[Writer]:
    """Who may change them."""
    with open_writer(golden_file, tmp_path) as writer:
        yield writer
