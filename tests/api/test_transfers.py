"""Files on their way: of one moment, and complete or broken off, whoever goes, waits or stops."""

import http.client
import json
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi import FastAPI

from app.api import making, sending
from app.api.contract.files import FileAddress
from app.api.service import Service
from app.api.turns import Turns
from app.database import Database, Row, SqliteReader
from app.main import create_app
from app.query.resource import PROJECTS
from app.settings import Settings
from tests.api.test_files import STREAMED, named
from tests.exports.files import export, fill
from tests.query.records import make_record
from tests.serving import serve

LONG = "Deltagare får stöd på väg till arbete. " * 200
MANY = 3_000


@pytest.fixture
def app(empty_database: Database) -> FastAPI:
    """More records than fit in what lies between a server and a client that takes nothing."""
    fill(empty_database, (make_record(f"r{at:05}", summary=LONG) for at in range(MANY)))
    return create_app(Settings(database_url=empty_database.url))


def service_in(app: FastAPI) -> Service:
    service: Service = app.state.service
    return service


@contextmanager
def opened(address: str, path: str) -> Iterator[http.client.HTTPResponse]:
    """An answer whose body is still to come."""
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        yield answer


def wait_until_no_file_is_open(app: FastAPI) -> None:
    deadline = time.monotonic() + 20
    while service_in(app).files:
        assert time.monotonic() < deadline, "a file is still open"
        time.sleep(0.01)


@named([one for one in STREAMED if one.resource is PROJECTS])
def test_a_file_is_of_one_moment_while_others_write(app: FastAPI, file: FileAddress) -> None:
    service = service_in(app)
    expected = export(service.database, file.format.name)
    with serve(app) as address, opened(address, file.path) as answer:
        begun = answer.read(100_000)
        with service.database.connection() as connection:
            connection.exec_driver_sql("UPDATE project SET name = 'ny', summary = ''")
            connection.exec_driver_sql("DELETE FROM project WHERE id > 'r01000'")
        assert begun + answer.read() == expected
        assert answer.headers["x-total-count"] == str(MANY)


def test_a_client_that_goes_leaves_nothing_open(app: FastAPI) -> None:
    with serve(app) as address:
        with opened(address, "/v1/projects.ndjson") as answer:
            answer.read(1_000)
            assert service_in(app).files == 1
        wait_until_no_file_is_open(app)


def test_a_client_that_takes_nothing_is_let_go(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "IDLE_SECONDS", 0.3)
    with serve(app) as address, opened(address, "/v1/projects.ndjson") as answer:
        wait_until_no_file_is_open(app)
        with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
            answer.read()


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_a_client_that_goes_before_the_first_byte_leaves_nothing(
    app: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    made = tmp_path / "made"
    rows = slowed(monkeypatch, made)
    with serve(app) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"GET /v1/projects.{ending} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert rows.wait(30)
            assert list(made.iterdir())
        wait_until_no_file_is_open(app)
        wait_until_empty(made)


def test_a_server_that_stops_gives_up_what_is_made(
    app: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made"
    rows = slowed(monkeypatch, made)
    with serve(app) as address:
        with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)) as client:
            client.request("GET", "/v1/projects.xlsx")
            assert rows.wait(30)
            service_in(app).stopping = True
            answer = client.getresponse()
            assert (answer.status, answer.headers["retry-after"]) == (503, "5")
            assert json.loads(answer.read())["code"] == "server-stopping"
        wait_until_empty(made)


def slowed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> threading.Event:
    """Has files made in a folder, their rows read slowly; set when the first ones are."""
    begun = threading.Event()
    read = SqliteReader.blocks

    def blocks(reader: SqliteReader, sql: str, given: Sequence[object] = ()) -> Iterator[list[Row]]:
        for block in read(reader, sql, given):
            if not threading.current_thread().name.startswith("file"):
                yield block
                continue
            for row in block:
                yield [row]
                begun.set()
                time.sleep(0.01)

    monkeypatch.setattr(SqliteReader, "blocks", blocks)
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return begun


def wait_until_empty(folder: Path) -> None:
    deadline = time.monotonic() + 10
    while list(folder.iterdir()):
        assert time.monotonic() < deadline, "something is left"
        time.sleep(0.01)


def test_more_files_than_a_process_makes_are_refused_for_now(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MAX_FILES", 1)
    with serve(app) as address, opened(address, "/v1/projects.csv") as first:
        with closing(http.client.HTTPConnection(urlsplit(address).netloc)) as connection:
            connection.request("GET", "/v1/projects.json")
            refused = connection.getresponse()
            assert (refused.status, refused.headers["retry-after"]) == (503, "5")
            assert json.loads(refused.read())["code"] == "too-many-files"
        assert len(first.read().splitlines()) > MANY
        wait_until_no_file_is_open(app)


def test_only_what_reads_the_rows_takes_a_turn(app: FastAPI) -> None:
    service_in(app).wholes = Turns(0)
    with serve(app) as address:
        assert httpx2.head(f"{address}/v1/projects.parquet").status_code == 200
        assert httpx2.get(f"{address}/v1/projects.csv").status_code == 200
        for method, ending in (("GET", "parquet"), ("GET", "xlsx"), ("HEAD", "xlsx")):
            with pytest.raises(httpx2.ReadTimeout):
                httpx2.request(method, f"{address}/v1/projects.{ending}", timeout=0.5)


def test_a_file_that_is_not_whole_breaks_off(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.files.count_records", lambda *_: (7, {}))
    with serve(app) as address:
        with opened(address, "/v1/organisations.csv") as answer:
            assert answer.headers["x-total-count"] == "7"
            with pytest.raises(http.client.IncompleteRead):
                answer.read()
        wait_until_no_file_is_open(app)
