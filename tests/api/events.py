"""A reader of server-sent events, as a browser's, and writers that keep it busy."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from itertools import islice
from typing import Any, NamedTuple

from tools.server import Server

PATH = "/v1/changes/stream"


class Event(NamedTuple):
    """One event: its name, its id where it has one, and its data."""

    name: str
    id: str | None
    data: dict[str, Any]


@contextmanager
def listening(
    server: Server, question: str = "", last: int | None = None, key: str = ""
) -> Iterator[HTTPResponse]:
    """An open stream; reading raises `TimeoutError` when nothing at all comes for long."""
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    headers |= {"X-API-Key": key} if key else {}
    request = urllib.request.Request(f"{server.base}{PATH}?{question}", headers=headers)
    with urllib.request.urlopen(request, timeout=20) as response:
        yield response


def events(stream: HTTPResponse) -> Iterator[Event]:
    """The events of a stream as they come; comments are passed over."""
    fields: dict[str, str] = {}
    for line in stream:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            fields[name] = value
        elif "data" in fields:
            yield Event(fields["event"], fields.get("id"), json.loads(fields["data"]))
            fields = {}
        else:
            fields = {}


def numbers(stream: HTTPResponse, count: int) -> list[int]:
    """The numbers of the next changes."""
    taken = list(islice(events(stream), count))
    assert [event.id for event in taken] == [str(event.data["seq"]) for event in taken]
    assert {event.name for event in taken} <= {"change"}
    return [event.data["seq"] for event in taken]


def send(server: Server, method: str, path: str, body: object = None) -> None:
    """One write."""
    request = urllib.request.Request(
        server.base + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=20):
        pass


def latest(server: Server) -> int:
    """The number of the newest change."""
    with urllib.request.urlopen(f"{server.base}/v1/changes?limit=1") as response:
        number: int = json.load(response)["latest"]
    return number
