"""`/v1/changes/stream`: the feed as server-sent events, while the client listens.

Each stream looks for itself whether the feed has grown, so that it does not matter which process,
of this service or beside it, has written.
"""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.access import caller_of, sees_authors
from app.api.contract.operations import operation
from app.api.following import LAST_EVENT, Place, look, read_following
from app.api.routing import DirectRoute
from app.api.sending import is_gone, send_body
from app.api.service import Service, service_of
from app.errors import ProjektbankError, TooManyStreams
from app.faults import Fault, QueryRejected
from app.query.accepts import STREAM
from app.query.model import Query
from app.store.feed import feed_state, require_kept
from app.store.keys import is_good

MAX_STREAMS = 64
"""Streams that one process keeps open."""
PAUSE_SECONDS = 0.5
"""Between two looks at the feed."""
HEARTBEAT_SECONDS = 10

_ROWS, _CHANGES = 200, 2_000
"""Of one look: rows that are sent, and changes that are looked through for them."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_HEARTBEAT = b": still here\n\n"

log = logging.getLogger(__name__)

router = APIRouter(tags=["changes"], route_class=DirectRoute)


@router.get("/v1/changes/stream", response_class=Response, **operation("stream_changes"))
async def stream_changes(request: Request) -> Response:
    """The same changes as server-sent events, from a number or from now on."""
    service = service_of(request)
    with service.snapshot() as snapshot:
        raw, last = request.scope["query_string"], _last_event(request)
        asked = read_following(snapshot, raw, STREAM, last)
        feed = feed_state(snapshot.reader)
        since = feed.latest if asked.since is None else asked.since
        require_kept(snapshot.reader, feed, since, asked.epoch)
    authors = sees_authors(request)
    if request.scope["asked_method"] == "HEAD":
        return Response(headers=HEADERS, media_type="text/event-stream")
    refuse_crowd(service)
    caller = caller_of(request)
    key = caller.id if caller else None
    return EventStream(service, Reading(asked.query, feed.epoch, since, authors, key))


def refuse_crowd(service: Service) -> None:
    """Raises `TooManyStreams` where as many are open as this process takes."""
    if service.streams >= MAX_STREAMS:
        raise TooManyStreams(f"{MAX_STREAMS} streams are open already; try again later.")


def _last_event(request: Request) -> str | None:
    """The id of the last event seen; a browser that saw none may send an empty one."""
    given = request.headers.getlist(LAST_EVENT)
    if len(given) > 1:
        detail = f"{LAST_EVENT} may be given once only."
        raise QueryRejected([Fault(LAST_EVENT, "repeated", detail, place="header")])
    return given[0] or None if given else None


class Events(Protocol):
    """What a client is told of."""

    ended: bool

    def next_events(self, service: Service) -> tuple[bytes, bool]:
        """The next events, and whether more are waiting already."""


@dataclass(slots=True)
class Reading:
    """How far a client has read the feed."""

    query: Query
    epoch: str
    position: int
    authors: bool
    key: str | None = None  # id of the one that opened the stream: it ends with its key
    ended: bool = False

    def next_events(self, service: Service) -> tuple[bytes, bool]:
        """The next events, and whether more are waiting already."""
        with service.snapshot() as snapshot:
            if self.key is not None and not is_good(snapshot.reader, self.key):
                self.ended = True
                return b"", False
            feed = feed_state(snapshot.reader)
            if feed.epoch != self.epoch:
                self.ended = True
                return make_event("reset", {"epoch": feed.epoch, "latest": feed.latest}), False
            if feed.latest <= self.position:
                return b"", False
            place = Place(self.position, _ROWS, _CHANGES)
            found = look(snapshot, feed, self.query, place, authors=self.authors)
        self.position = found.position
        events = b"".join(_change(*row) for row in found.rows)
        return events, found.position < feed.latest


class EventStream(Response):
    """Sends events until the client goes, the feed ends or the server stops."""

    media_type = "text/event-stream"

    def __init__(self, service: Service, reading: Events) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]  # nobody knows how long it will be
        self._service = service
        self._reading = reading

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope
        self._service.streams += 1
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await self._send_events(receive, send)
        except TimeoutError:
            log.info("a client of the stream takes nothing any more")
        except ProjektbankError:
            log.exception("a stream ended")
        finally:
            self._service.streams -= 1

    async def _send_events(self, receive: Receive, send: Send) -> None:
        reading, due = self._reading, 0.0
        while not (reading.ended or self._service.stopping):
            events, more = reading.next_events(self._service)
            if not events and time.monotonic() >= due:
                events = _HEARTBEAT
            if events:
                due = time.monotonic() + HEARTBEAT_SECONDS
                await send_body(send, events)
            if await is_gone(receive, 0 if more else PAUSE_SECONDS):
                return
        await send_body(send, b"", more=False)


def _change(row: bytes, seq: int) -> bytes:
    return b"id: %d\nevent: change\ndata: %b\n\n" % (seq, row)


def make_event(name: str, content: Mapping[str, object]) -> bytes:
    """An event that bears no number."""
    return f"event: {name}\ndata: {json.dumps(content)}\n\n".encode()
