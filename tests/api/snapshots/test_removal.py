"""Snapshots that are taken away: withdrawn, or pruned while somebody asks for them."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Message

from app.api import snapshots
from app.api.kept_files import KeptFile, give_file
from app.database import Database
from app.snapshots.editions import Edition, FileKind
from tests.api.snapshots.conftest import PATH, address, problem, scope_of, stay
from tests.restoring.keeping import back_up, put_back
from tests.snapshots.kept import make, path_of, shelf_of
from tests.store.redaction.people import act


def test_after_a_redaction_none_made_before_is_shown(
    given: TestClient, golden_database: Database, kind: FileKind, content: bytes
) -> None:
    act(golden_database, email="kim.planterad@example.se")
    assert path_of(golden_database, left_on_shelf(golden_database), kind).read_bytes() == content
    answer = given.get(address(kind))
    assert problem(answer) == (410, "snapshot-withdrawn")
    assert "Contact details were taken out" in answer.json()["detail"]
    assert problem(given.get(address(kind, "latest"))) == (404, "snapshot-not-found")
    assert given.get(PATH).json()["total"] == 0


def left_on_shelf(database: Database) -> Edition:
    """The one that stands on the shelf still."""
    [edition] = shelf_of(database).editions()
    return edition


def test_after_a_restore_those_of_the_other_epoch_are_withdrawn(
    given: TestClient, golden_database: Database, tmp_path: Path, kind: FileKind
) -> None:
    put_back(golden_database, back_up(golden_database, tmp_path))
    assert problem(given.get(address(kind))) == (410, "snapshot-withdrawn")
    again = make(golden_database)
    assert again.version == 13
    assert given.get(address(kind, 13)).status_code == 200
    assert "restored from a backup" in given.get(address(kind)).json()["detail"]
    assert [one["version"] for one in given.get(PATH).json()["data"]] == [13, 13, 13]


@pytest.fixture
def prune(golden_database: Database, edition: Edition) -> Callable[[], None]:
    """Takes the snapshot away, as pruning does."""
    shelf = shelf_of(golden_database)
    return lambda: shelf.remove(shelf.path_of(edition))


def test_one_pruned_before_it_is_opened_is_missing_as_a_moment_later(
    given: TestClient, monkeypatch: pytest.MonkeyPatch, kind: FileKind, prune: Callable[[], None]
) -> None:
    def pruned(request: Request, file: KeptFile, further: Mapping[str, str]) -> Response:
        prune()
        return give_file(request, file, further)

    monkeypatch.setattr(snapshots, "give_file", pruned)
    assert problem(given.get(address(kind))) == (404, "snapshot-not-found")


@pytest.mark.parametrize("asked", [{}, {"Range": "bytes=5-99"}])
def test_one_pruned_before_its_headers_is_given_whole(
    given: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    kind: FileKind,
    content: bytes,
    prune: Callable[[], None],
    asked: dict[str, str],
) -> None:
    def pruned(request: Request, file: KeptFile, further: Mapping[str, str]) -> Response:
        answer = give_file(request, file, further)
        prune()
        return answer

    monkeypatch.setattr(snapshots, "give_file", pruned)
    answer = given.get(address(kind), headers=asked)
    assert answer.content == (content[5:100] if asked else content)
    assert problem(given.get(address(kind))) == (404, "snapshot-not-found")


def test_one_pruned_before_its_first_byte_is_given_whole(
    given: TestClient, content: bytes, kind: FileKind, prune: Callable[[], None]
) -> None:
    came = bytearray()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            prune()
        came.extend(message.get("body", b""))

    answered = given.app(scope_of(address(kind)), stay, send)
    asyncio.run(asyncio.wait_for(answered, 10))
    assert bytes(came) == content
