"""Before the server starts: an empty database is filled, and the place to look is told."""

import asyncio
import socket

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from app.commands.connection import PromptConnection
from app.commands.serving import announce, fill_if_empty, serve_app
from app.database import Database
from app.errors import AddressTaken
from tests.store.rows import everything, stored_projects


def test_an_empty_database_is_filled_with_the_packaged_documents(empty_database: Database) -> None:
    assert fill_if_empty(empty_database) == 5
    assert len(stored_projects(empty_database)) == 5


def test_a_database_that_had_a_project_is_left_alone(seeded_database: Database) -> None:
    before = everything(seeded_database)
    assert fill_if_empty(seeded_database) == 0
    assert everything(seeded_database) == before


@pytest.mark.parametrize(
    ("host", "base"), [("127.0.0.1", "http://127.0.0.1:"), ("::1", "http://[::1]:")]
)
def test_the_addresses_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, host: str, base: str
) -> None:
    monkeypatch.setattr(socket, "create_server", lambda *_, **__: socket.socket())
    announce(host, 8000, 5)
    told = capsys.readouterr().out
    assert told.startswith("Imported 5 packaged documents into the empty database.\n")
    assert told.count(base) == 3


def test_an_address_in_use_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressTaken, match=rf"^127\.0\.0\.1:{port} cannot be listened on: "):
            announce("127.0.0.1", port, 0)
    assert capsys.readouterr().out == ""


def test_what_the_command_says_wins_over_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}
    monkeypatch.setattr(uvicorn, "run", lambda *_, **options: given.update(options))
    monkeypatch.setenv("PROJEKTBANK_PORT", "9000")
    monkeypatch.setenv("PROJEKTBANK_WORKERS", "3")
    serve_app("0.0.0.0", None, 1)
    assert (given["host"], given["port"], given["workers"]) == ("0.0.0.0", 9000, 1)
    serve_app(None, 9001, None)
    assert (given["host"], given["port"], given["workers"]) == ("127.0.0.1", 9001, 3)


def test_an_answer_leaves_at_once_also_where_processes_share_the_listener() -> None:
    with socket.socket(socket.AF_INET) as shared:  # made as uvicorn makes it for several workers
        shared.bind(("127.0.0.1", 0))
        shared.listen()
        assert asyncio.run(delay_options(shared)) == [1]


async def delay_options(listener: socket.socket) -> list[int]:
    """TCP_NODELAY of the connections of a server on a listener, with one client."""
    config = uvicorn.Config(answer_nothing, http=PromptConnection, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    reader, writer = await asyncio.open_connection(*listener.getsockname())
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert await reader.readline() == b"HTTP/1.1 204 No Content\r\n"
    found = [
        one.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        for one in server.server_state.connections
    ]
    writer.close()
    server.should_exit = True
    await serving
    return found


async def answer_nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})
