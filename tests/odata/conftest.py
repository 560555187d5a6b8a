"""What the tests of the OData door share: the application, and a database for random records."""

import sqlite3
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.database import Database
from tests.api.conftest import open_client
from tests.query.records import make_database


@pytest.fixture
def client(golden_database: Database) -> Iterator[TestClient]:
    """Twelve projects; faults of the server show as answers."""
    with open_client(golden_database) as client:
        yield client


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = make_database()
    yield connection
    connection.close()
