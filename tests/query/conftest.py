"""What the tests of the query language share: one database, filled anew by each example."""

import sqlite3
from collections.abc import Iterator

import pytest

from tests.query.records import make_database


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    connection = make_database()
    yield connection
    connection.close()
