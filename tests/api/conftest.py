"""A client of the real application on a database with seeds and golden pages."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.database import Database
from app.main import create_app
from app.settings import Settings


@pytest.fixture
def client(golden_database: Database) -> Iterator[TestClient]:
    """Twelve projects, contacts shown on the single record."""
    with open_client(golden_database) as client:
        yield client


def open_client(database: Database, **settings: object) -> TestClient:
    """A client with other settings; faults of the server show as answers, as they do outside."""
    given = Settings(database_url=database.url, **settings)  # type: ignore[arg-type]
    return TestClient(create_app(given), raise_server_exceptions=False)
