"""A real service that is killed while a file is on its way: an error, and nothing left behind."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import Database
from projektbank_client import BrokenOff, Patience
from tests.client.conftest import Connect
from tests.exports.files import fill
from tests.query.records import make_record
from tools.server import Server, keyed_server

pytestmark = pytest.mark.slow
LONG = "Deltagare får stöd på väg till arbete. " * 400
MANY = 1_000


@pytest.fixture
def server(empty_database: Database) -> Iterator[Server]:
    """With more than fits in what lies between the two."""
    fill(empty_database, (make_record(f"r{at:05}", summary=LONG) for at in range(MANY)))
    with keyed_server(database_url=empty_database.url) as server:
        yield server


def test_a_stream_breaks_off(server: Server, connect: Connect) -> None:
    rows = connect(server.base).stream()
    assert next(rows)["id"]
    server.process.kill()
    with pytest.raises(BrokenOff):
        list(rows)


def test_a_download_breaks_off(server: Server, connect: Connect, tmp_path: Path) -> None:
    bank = connect(server.base, patience=Patience(retries=0))
    folder = tmp_path / "files"
    folder.mkdir()

    def kill_once_it_comes() -> None:
        deadline = time.monotonic() + 20
        while not any(folder.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.001)
        server.process.kill()

    killer = threading.Thread(target=kill_once_it_comes, daemon=True)
    killer.start()
    with pytest.raises(BrokenOff):
        bank.download("projects.csv", folder / "p.csv")
    killer.join()
    assert list(folder.iterdir()) == []
