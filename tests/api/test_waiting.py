"""While one waits for what takes long, others are answered; then it is told the same as ever."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import httpx2
import pytest

from app.api import turns, waiting
from app.database import Database, Reader, Row, SqliteReader
from app.errors import QueryTooSlow
from app.main import create_app
from app.mirror import effort, searching
from app.settings import Settings
from app.store.beside import Beside, Lengthy
from app.store.reads import REDACTION
from app.store.snapshot import Snapshot
from tests.api.conftest import open_client
from tests.importer.files import import_contents
from tests.importer.pages import make_page

ASKED = (
    "/v1/projects?q=projekt%20-unga",
    "/v1/projects?q=projekt&as_of=4",
    "/v1/projects?summary__contains=arbete&sort=name&limit=2",
    "/v1/facets?by=region,status&q=projekt",
    "/v1/aggregate?group_by=active_year&metrics=count,sum:total_budget&q=projekt",
    "/v1/aggregate?group_by=owner_id&metrics=count",
    "/v1/aggregate.csv?group_by=owner_id&q=projekt",
    "/v1/quality?by=region&q=projekt",
)
Told = TypeVar("Told")


@dataclass
class _Gate:
    """All threads but that of the event loop wait before they read, until it is opened."""

    reached: threading.Event
    opened: threading.Event

    def wait(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            self.reached.set()
            assert self.opened.wait(30)

    async def is_reached(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, 30)


_open_reader = Database.reader


@dataclass
class _Hasty:
    """A reader that has time for nothing but to tell which data there is."""

    reader: Reader

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        if sql != REDACTION and "FROM dataset" not in sql:
            raise QueryTooSlow("It took more than 0 seconds.")
        return self.reader.rows(sql, parameters)

    def blocks(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[Row]]:
        return self.reader.blocks(sql, parameters)


class _AllBeside(Beside):
    """Everything takes too long to be read at once."""

    def over(self, snapshot: Snapshot) -> Snapshot:
        return super().over(snapshot._replace(reader=_Hasty(snapshot.reader)))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> _Gate:
    gate = _Gate(threading.Event(), threading.Event())

    def reader(database: Database, seconds: float | None = None) -> SqliteReader:
        gate.wait()
        return _open_reader(database, seconds)

    monkeypatch.setattr(Database, "reader", reader)
    return gate


def test_others_are_answered_while_a_search_is_worked_out(
    golden_database: Database, gate: _Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FEW", 0)

    async def ask(client: httpx2.AsyncClient) -> list[dict[str, object]]:
        searches = [asyncio.create_task(client.get(ASKED[0])) for _ in range(3)]
        await gate.is_reached()
        listed = await client.get("/v1/projects?limit=1")
        [record] = listed.json()["data"]
        for path in ("/health/live", "/health/ready", f"/v1/projects/{record['id']}"):
            assert (await client.get(path)).status_code == 200
        assert not any(search.done() for search in searches)
        gate.opened.set()
        return [(await search).json() for search in searches]

    told = _in_loop(golden_database, ask)
    with open_client(golden_database) as client:
        monkeypatch.setattr(searching, "FEW", 1_000)
        assert told == [client.get(ASKED[0]).json()] * 3


def test_a_write_meanwhile_is_in_the_answer(
    golden_database: Database,
    gate: _Gate,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setattr(waiting, "Beside", _AllBeside)
    monkeypatch.setattr(searching, "FEW", 0)

    async def ask(client: httpx2.AsyncClient) -> dict[str, object]:
        search = asyncio.create_task(client.get("/v1/projects?q=vattenfall&sort=name"))
        await gate.is_reached()
        import_contents(golden_database, tmp_path_factory.mktemp("page"), make_page("Vattenfall"))
        gate.opened.set()
        told: dict[str, object] = (await search).json()
        return told

    told = _in_loop(golden_database, ask)
    assert told["total"] == 1
    with open_client(golden_database) as client:
        assert (
            client.get("/v1/projects?limit=1").json()["dataset_version"] == told["dataset_version"]
        )


@pytest.mark.parametrize("path", ASKED)
def test_what_was_read_beside_is_told_as_what_was_not(
    golden_database: Database, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_client(golden_database) as client:
        plainly = client.get(path)
    assert plainly.status_code == 200
    assert "wait;" not in plainly.headers["server-timing"]
    monkeypatch.setattr(waiting, "Beside", _AllBeside)
    monkeypatch.setattr(waiting, "_MOST_TIMES", 50)
    monkeypatch.setattr(searching, "FEW", 0)
    monkeypatch.setattr(effort, "_MOST_STEPS", 0)
    with open_client(golden_database) as client:
        beside = client.get(path)
    assert beside.status_code == 200
    assert "wait;" in beside.headers["server-timing"]
    assert beside.content == plainly.content
    assert beside.headers["etag"] == plainly.headers["etag"]


def test_where_all_changes_each_time_it_is_answered_in_the_end(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful(_AllBeside):
        def over(self, snapshot: Snapshot) -> Snapshot:
            return Beside.over(_AllBeside(), snapshot._replace(reader=_Hasty(snapshot.reader)))

    monkeypatch.setattr(waiting, "Beside", Forgetful)
    with open_client(golden_database) as client:
        assert client.get("/v1/projects?sort=name&limit=1").json()["total"] == 12


def test_searches_in_several_versions_do_not_forget_each_others_words(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FEW", 0)
    monkeypatch.setattr(waiting, "_MOST_TIMES", 2)

    async def ask(client: httpx2.AsyncClient) -> list[int]:
        paths = [f"/v1/projects?q=projekt&as_of={version}" for version in range(4, 10)]
        return [one.status_code for one in await asyncio.gather(*map(client.get, paths))]

    assert set(_in_loop(golden_database, ask)) == {200}


def test_a_statement_that_writes_overtake_is_read_beside_but_once(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    class Overtaken(_AllBeside):
        def read(self, _: Database, lengthy: Lengthy) -> None:
            read.append(lengthy.statement)

    monkeypatch.setattr(waiting, "Beside", Overtaken)
    with open_client(golden_database) as client:
        assert client.get("/v1/projects?summary__contains=arbete").status_code == 200
    assert len(read) == 1


def test_only_so_many_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MOST_WAITING", 2)

    async def take() -> list[object]:
        own, end = turns.Turns(1), asyncio.Event()

        async def work() -> str:
            async with own.one():
                await end.wait()
                return "done"

        tasks = [asyncio.create_task(work()) for _ in range(4)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        end.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    *done, refused = asyncio.run(take())
    assert done == ["done"] * 3
    assert isinstance(refused, QueryTooSlow)


def _in_loop(
    database: Database, ask: Callable[[httpx2.AsyncClient], Coroutine[None, None, Told]]
) -> Told:
    """What is told by an app that answers in one loop."""

    async def run() -> Told:
        app = create_app(Settings(database_url=database.url))
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await ask(client)

    return asyncio.run(run())
