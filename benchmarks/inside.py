"""One of our own applications without a server: what it says to SQLite, and where its time goes.

`python -m benchmarks.inside` reads an `Order` as JSON from standard input and writes a `Look`.
"""

import asyncio
import cProfile
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import asdict, dataclass, field
from importlib import import_module
from typing import Any

from benchmarks.asks import Ask
from benchmarks.contenders import ROOT, Contender, Files
from benchmarks.profiles import top

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
_TIMES = 300
_START_SECONDS = 120
_SECONDS = 5
"""How long is profiled at the most."""
_EXPLAINED = ("SELECT", "WITH")


@dataclass(frozen=True, slots=True)
class Order:
    """Paths of a case to be asked for in turn, each with its headers; only reads. `ready` is an
    address that answers once all others do; `host` is whom tags were got from: links name it."""

    application: str
    ready: str
    host: str
    requests: list[tuple[str, list[tuple[str, str]]]]
    is_profiled: bool


@dataclass(slots=True)
class Look:
    """Steps of each statement of the first request, and lines of a profile of many."""

    plans: list[list[str]] = field(default_factory=list)
    profile: list[str] = field(default_factory=list)


def look(
    contender: Contender, files: Files, asks: list[Ask], host: str, *, is_profiled: bool
) -> Look:
    """Asks one of our own in a process of its own; raises `OSError` where that fails."""
    requests = [contender.speech.request(ask) for ask in asks[:_TIMES]]
    paths = [(one.path, list(one.headers)) for one in requests]
    order = Order(contender.application, contender.ready, host, paths, is_profiled)
    done = subprocess.run(
        (sys.executable, "-m", "benchmarks.inside"),
        input=json.dumps(asdict(order)),
        env=contender.setting(files),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise OSError(done.stderr.strip().rpartition("\n")[2])
    return Look(**json.loads(done.stdout))


class _Listener:
    """Notes what is said on every connection that is opened, and explains it there."""

    def __init__(self) -> None:
        self._said: list[tuple[sqlite3.Connection, str]] = []
        self._connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def listen(self) -> None:
        """From here on; to be called before the application is imported."""
        for module in (sqlite3, sqlite3.dbapi2):
            vars(module)["connect"] = self._opened

    def forget(self) -> None:
        """What was said until now."""
        self._said.clear()

    def plans(self) -> list[list[str]]:
        """The steps of each statement that reads, once each."""
        said = {sql: connection for connection, sql in self._said if sql.startswith(_EXPLAINED)}
        return [_explained(connection, sql) for sql, connection in said.items()]

    def _opened(self, *arguments: object, **named: object) -> sqlite3.Connection:
        connection = self._connect(*arguments, **named)
        connection.set_trace_callback(lambda sql: self._said.append((connection, sql)))
        return connection


def _explained(connection: sqlite3.Connection, sql: str) -> list[str]:
    try:
        connection.set_trace_callback(None)
    except sqlite3.ProgrammingError:  # closed since: it was opened for this statement alone
        return []
    return [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]


async def _perform(order: Order, listener: _Listener) -> Look:
    """The plans of one request, then the profile of all in turn."""
    listener.listen()
    module, _, name = order.application.partition(":")
    made = getattr(import_module(module), name)
    application: Application = made() if name == "create_app" else made
    began, told, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def receive() -> Message:
        if not told.is_set():
            told.set()
            return {"type": "lifespan.startup"}
        await ended.wait()
        return {"type": "lifespan.shutdown"}

    async def send(message: Message) -> None:
        if message["type"] == "lifespan.startup.complete":
            began.set()

    life = asyncio.create_task(_live(application, receive, send))
    await asyncio.wait([life, asyncio.create_task(began.wait())], return_when="FIRST_COMPLETED")
    await _get_ready(application, order.ready)
    await _ask(application, order, 0)
    listener.forget()
    await _ask(application, order, -1)
    seen = Look(listener.plans())
    if order.is_profiled:
        seen.profile = await _profile(application, order)
    ended.set()
    await life
    return seen


async def _profile(application: Application, order: Order) -> list[str]:
    profile, end = cProfile.Profile(), time.monotonic() + _SECONDS
    profile.enable()
    for number in range(_TIMES):
        await _ask(application, order, number % len(order.requests))
        if time.monotonic() > end:
            break
    profile.disable()
    return top(profile)


async def _live(application: Application, receive: Receive, send: Send) -> None:
    await application({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)


async def _get_ready(application: Application, path: str) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            return await _get(application, path, [])
        except ValueError:
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.05)


async def _ask(application: Application, order: Order, place: int) -> None:
    path, headers = order.requests[place]
    await _get(application, path, [("host", order.host), *headers])


async def _get(application: Application, path: str, headers: list[tuple[str, str]]) -> None:
    """One GET; raises `ValueError` where the answer is an error."""
    plain, _, query = path.partition("?")
    scope: Mapping[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), text.encode()) for name, text in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message.get("status", 200) >= 400:
            raise ValueError(f"{path}: {message['status']}")

    await application(dict(scope), receive, send)


def main() -> None:
    """Reads the order, does it, and tells."""
    order = Order(**json.load(sys.stdin))
    json.dump(asdict(asyncio.run(_perform(order, _Listener()))), sys.stdout)


if __name__ == "__main__":
    main()
