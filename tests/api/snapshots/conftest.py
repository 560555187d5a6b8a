"""A service that has one snapshot, and what its files are."""

import asyncio
from collections.abc import Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from app.database import Database
from app.snapshots.editions import KINDS, Edition, FileKind
from tests.api.conftest import open_client
from tests.snapshots.kept import make, path_of

PATH = "/v1/snapshots"


@pytest.fixture
def edition(golden_database: Database) -> Edition:
    return make(golden_database)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> FileKind:
    found: FileKind = KINDS[request.param]
    return found


@pytest.fixture
def content(golden_database: Database, edition: Edition, kind: FileKind) -> bytes:
    return path_of(golden_database, edition, kind).read_bytes()


@pytest.fixture
def given(golden_database: Database, edition: Edition) -> Iterator[TestClient]:
    """A client of a service that has one snapshot."""
    assert edition.version == 12
    with open_client(golden_database) as client:
        yield client


def address(kind: FileKind, version: object = 12) -> str:
    return f"{PATH}/{version}/{kind.name}"


def problem(answer: Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def scope_of(path: str) -> Scope:
    """What the application is told of a GET."""
    return {
        "type": "http", "method": "GET", "path": path, "query_string": b"",
        "headers": [], "server": ("testserver", 80), "scheme": "http", "root_path": "",
    }  # fmt: skip


async def stay() -> Message:
    """A client that says nothing more, and does not go."""
    await asyncio.sleep(60)
    raise AssertionError
