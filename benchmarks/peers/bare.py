"""The least that can answer: an ASGI function, one connection, rows written as JSON by SQLite.

It checks nothing, links nothing and tags nothing: what it reaches is about the most there is.
"""

import os
import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from app.domain.fields import BY_NAME, Kind
from benchmarks import columns
from benchmarks.peers.plain import PATH
from benchmarks.peers.tutorial import DATABASE

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Statement = tuple[str, tuple[str | int, ...]]

_CONDITIONS = {
    "region": "region = ?",
    "programme_area": "programme_area = ?",
    "start_date__lte": "start_date <= ?",
    "end_date__gte": "end_date >= ?",
    "total_budget__gte": "total_budget >= CAST(? AS REAL)",
}
_AS_JSON = {
    Kind.LIST: "json({})",
    Kind.BOOLEAN: "json(CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)",
    Kind.TIME: "replace(substr({}, 1, 19), ' ', 'T') || 'Z'",
}


def _members(names: tuple[str, ...]) -> str:
    return ", ".join(
        f"'{name}', {_AS_JSON.get(BY_NAME[name].kind, '{}').format(name)}" for name in names
    )


_ROW = _members(columns.LIST)
_RECORD = f"SELECT json_object({_members(columns.RECORD)}) FROM project WHERE id = ?"


def statements(query: str) -> tuple[Statement, Statement]:
    """The page and the total of a query string, in the fastest form known to us."""
    asked = dict(parse_qsl(query))
    names = [name for name in _CONDITIONS if name in asked]
    values = tuple(asked[name] for name in names)
    where = " AND ".join(_CONDITIONS[name] for name in names) or "1"
    sort = asked.get("sort", "id")
    direction = "DESC" if sort.startswith("-") else "ASC"
    order = f"ORDER BY {sort.removeprefix('-')} {direction} NULLS LAST, id"
    found = f"SELECT pk FROM project WHERE {where} {order} LIMIT ?"
    page = f"SELECT json_object({_ROW}) FROM project WHERE pk IN ({found}) {order}"
    limit = int(asked.get("limit", "50"))
    return (page, (*values, limit)), (f"SELECT count(*) FROM project WHERE {where}", values)


@cache
def _connection() -> sqlite3.Connection:
    address = f"file:{os.environ[DATABASE]}?mode=ro"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    connection.execute("PRAGMA mmap_size = 2147483648")
    return connection


def answer(path: str, query: str) -> bytes:
    """The body: one record, or a page of the list."""
    if path != PATH:
        key = unquote(path.removeprefix(f"{PATH}/"))
        record: str = _connection().execute(_RECORD, (key,)).fetchone()[0]
        return record.encode()
    page, total = statements(query)
    data = ",".join(row[0] for row in _connection().execute(*page))
    count = _connection().execute(*total).fetchone()[0]
    return f'{{"data":[{data}],"total":{count}}}'.encode()


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """The whole application."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    body = answer(scope["path"], scope["query_string"].decode())
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
