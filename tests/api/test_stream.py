"""The stream of changes, on a real server: in order, whole, and ended when it must be."""

import asyncio
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from app.api import sending
from app.api import stream as endpoint
from app.api.service import Service
from app.api.stream import MAX_STREAMS, EventStream, Reading
from app.database import Database
from app.models import Dataset
from app.query.model import Query
from app.settings import Settings
from app.store.keys import revoke_key
from tests.api.events import PATH, events, latest, listening, numbers, send
from tests.api.keys import make_key
from tools.server import Server, keyed_server

RECORD = "/v1/projects/2020-00713"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Two processes, so that what one writes must reach a stream of the other."""
    with keyed_server(workers="2") as server:
        yield server


def write_at_once(server: Server, writers: int, each: int) -> None:
    """Several writers, each changing the same record again and again."""

    def write(writer: int) -> None:
        for place in range(each):
            send(server, "PATCH", RECORD, {"owner_unit": f"Enhet {writer} {place}"})

    with ThreadPoolExecutor(writers) as pool:
        for done in [pool.submit(write, writer) for writer in range(writers)]:
            done.result()


def test_what_is_known_already_comes_first_in_order(server: Server) -> None:
    newest = latest(server)
    with listening(server, "since=0") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        assert stream.headers["x-accel-buffering"] == "no"
        assert stream.headers["content-length"] is None
        assert numbers(stream, newest) == list(range(1, newest + 1))


def test_what_several_writers_do_arrives_whole_and_in_order(server: Server) -> None:
    before = latest(server)
    with listening(server) as stream, ThreadPoolExecutor(1) as pool:
        time.sleep(0.2)
        pool.submit(write_at_once, server, 3, 5)
        assert numbers(stream, 15) == list(range(before + 1, before + 16))
    assert latest(server) == before + 15


def test_a_change_arrives_soon(server: Server) -> None:
    with listening(server) as stream:
        assert stream.readline().startswith(b":")
        begun = time.monotonic()
        send(server, "PATCH", RECORD, {"owner_unit": "Enhet Snabb"})
        numbers(stream, 1)
    assert time.monotonic() - begun < 3


def test_a_reader_that_comes_back_misses_nothing_and_hears_nothing_twice(
    server: Server,
) -> None:
    last = before = latest(server)
    heard: list[int] = []
    writing = threading.Thread(target=write_at_once, args=(server, 2, 9))
    writing.start()
    for count in (1, 5, 3, 9):
        with listening(server, "since=1", last=last) as stream:  # the header goes before
            heard += numbers(stream, count)
        last = heard[-1]
    writing.join()
    assert heard == list(range(before + 1, before + 19))


def test_a_filter_tells_what_comes_and_what_goes(server: Server) -> None:
    with listening(server, "region=SE11&name__contains=samverkan") as stream:
        assert stream.readline().startswith(b":")
        send(server, "PATCH", "/v1/projects/2020-00700", {"region": "SE11"})  # another name
        for region in ("SE11", "SE12"):
            send(server, "PATCH", RECORD, {"region": region})
        come, go = (next(events(stream)) for _ in range(2))
    assert [(one.data["id"], one.data["matches"]) for one in (come, go)] == [
        ("2020-00713", True),
        ("2020-00713", False),
    ]
    assert list(come.data)[-1] == "by"
    assert come.data["by"] is None


def test_a_stream_ends_with_the_key_that_opened_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/projektbank.db")
    with keyed_server(database_url=database.url) as server:
        key = make_key(database, "admin", "Alva")
        with listening(server, "since=4", key=key) as stream:
            told = events(stream)
            assert next(told).data["by"] == "import"
            with database.write() as session:
                revoke_key(session, key.split("_")[1])
            assert list(told) == []
    database.close()


def test_an_open_stream_does_not_hold_others_up(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(listening(server, "since=0"))
        begun = time.monotonic()
        for _ in range(20):
            latest(server)
        assert time.monotonic() - begun < 5


def test_head_answers_at_once_without_a_body(server: Server) -> None:
    request = urllib.request.Request(f"{server.base}{PATH}?since=0", method="HEAD")
    with urllib.request.urlopen(request, timeout=5) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        assert response.read() == b""


@pytest.mark.parametrize(
    ("last", "status"), [("x", 400), ("-1", 400), ("1.5", 400), ("999999", 410)]
)
def test_an_event_that_nobody_sent_is_refused_before_the_stream_begins(
    server: Server, last: str, status: int
) -> None:
    request = urllib.request.Request(
        f"{server.base}{PATH}?since=1", headers={"Last-Event-ID": last}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)
    assert refused.value.code == status
    body = refused.value.read()
    assert (b'"in": "header", "parameter": "Last-Event-ID"' in body) is (status == 400)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_open_streams_end_when_the_server_is_told_to_stop(workers: str) -> None:
    with keyed_server(workers=workers) as server, listening(server) as stream:
        assert stream.readline().startswith(b":")
        begun = time.monotonic()
        server.process.terminate()
        assert list(events(stream)) == []  # ended in good order: a cut one raises
        server.process.wait(5)
    assert time.monotonic() - begun < 5


def test_streams_are_bounded_and_a_place_is_free_when_one_goes() -> None:
    with keyed_server() as server, ExitStack() as stack:
        streams = [stack.enter_context(listening(server)) for _ in range(MAX_STREAMS)]
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{server.base}{PATH}", timeout=5)
        assert refused.value.code == 503
        assert b'"code": "too-many-streams"' in refused.value.read()
        assert int(refused.value.headers["retry-after"]) <= 120
        streams[0].close()
        time.sleep(1.5)
        with listening(server) as another:
            assert another.readline().startswith(b":")


def test_a_restore_ends_a_stream_with_where_to_begin_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/projektbank.db")
    with keyed_server(database_url=database.url) as server, listening(server) as stream:
        assert stream.readline().startswith(b":")
        with database.write() as session:
            dataset = session.exec(select(Dataset)).one()
            dataset.epoch, dataset.latest_seq = "new", 9
        (event,) = events(stream)
    database.close()
    assert (event.name, event.id, event.data) == ("reset", None, {"epoch": "new", "latest": 9})


class Client:
    """The client's side of one connection: takes messages, and goes after so many."""

    def __init__(self, patience: int) -> None:
        self.bodies: list[bytes] = []
        self._patience = patience
        self._gone = asyncio.Event()

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.body":
            self.bodies.append(message["body"])
            if len(self.bodies) == self._patience:
                self._gone.set()

    async def receive(self) -> MutableMapping[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}


@pytest.fixture
def service(seeded_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A service that loses its patience soon."""
    for module, name in (
        (endpoint, "PAUSE_SECONDS"),
        (endpoint, "HEARTBEAT_SECONDS"),
        (sending, "IDLE_SECONDS"),
    ):
        monkeypatch.setattr(module, name, 0.02)
    service = Service(Settings(database_url=seeded_database.url), seeded_database)
    yield service
    service.close()


def make_stream(service: Service, position: int) -> EventStream:
    with service.snapshot() as snapshot:
        epoch = snapshot.dataset.epoch
    return EventStream(service, Reading(Query(), epoch, position, authors=False))


def test_a_quiet_stream_still_says_that_it_is_there(service: Service) -> None:
    client = Client(patience=4)
    asyncio.run(make_stream(service, 3)({}, client.receive, client.send))
    changes, *beats = client.bodies
    assert changes.count(b"event: change") == 2
    assert len(beats) == 3
    assert all(beat.startswith(b":") and beat.endswith(b"\n\n") for beat in beats)
    assert service.streams == 0


def test_a_client_that_takes_nothing_is_let_go(service: Service) -> None:
    async def never(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    asyncio.run(make_stream(service, 0)({}, Client(1).receive, never))
    assert service.streams == 0


def test_a_stream_ends_when_the_database_cannot_be_read(
    service: Service, seeded_database: Database
) -> None:
    client = Client(patience=99)
    stream = make_stream(service, 5)
    with seeded_database.connection() as connection:
        connection.exec_driver_sql("DROP TABLE dataset")
    asyncio.run(stream({}, client.receive, client.send))
    assert (client.bodies, service.streams) == ([], 0)
