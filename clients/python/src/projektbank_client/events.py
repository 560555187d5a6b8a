"""Server-sent events as they arrive, over as many connections as it takes."""

import codecs
import io
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic

import httpx

from projektbank_client.calls import Call
from projektbank_client.errors import BrokenOff, NotUnderstood, ProjektbankError, Unreachable
from projektbank_client.patience import pause
from projektbank_client.rows import T

QUIET_SECONDS = 60.0
"""Without a byte, after which a connection counts as lost: the service says that it is still there
every 15 seconds."""
_STEADY_SECONDS = 30.0
"""A connection that lasted so long was a good one, even if nothing happened."""
_AWAY_SECONDS = 600.0
"""Without an event or a good connection, after which the service counts as gone."""
_LONGEST_PAUSE = 30.0
"""Seconds between two attempts, so that a service that is back is soon heard."""
_LONGEST = 16_000_000
"""Characters of an event; those of the service are a thousandth of it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: what happened, and the id to go on behind."""

    name: str
    data: str
    id: str


class EventReader:
    """Makes events of bytes as the HTML standard says (WHATWG, 9.2.6 “Interpreting an event
    stream”); `retry` is left out, because how long to wait is ours to say."""

    def __init__(self) -> None:
        utf8 = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._decoder = io.IncrementalNewlineDecoder(utf8, translate=True)
        self._rest, self._name, self.last_id = "", "", ""
        self._data: list[str] = []

    def take(self, chunk: bytes) -> Iterator[Event]:
        """The events that are whole now."""
        *lines, self._rest = (self._rest + self._decoder.decode(chunk)).split("\n")
        for line in lines:
            if line:
                self._read(line)
                continue
            if self._data:
                yield Event(self._name or "message", "\n".join(self._data), self.last_id)
            self._name, self._data = "", []
        if len(self._rest) + sum(map(len, self._data)) > _LONGEST:
            raise NotUnderstood(f"An event is longer than {_LONGEST} characters.")

    def _read(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "event":
                self._name = value
            case "data":
                self._data.append(value)
            case "id" if "\0" not in value:
                self.last_id = value


class Events(Generic[T]):
    """A `Flow` of what events tell. `read` gives None for an event that tells nothing here; `last`
    is the name of the one that ends it, and `seconds` how long it goes on at most.

    A connection that breaks off is made again behind the last event, and so is one that a service
    on its restart does not let come about; an address where nobody ever answered is not waited for.
    It is given up after ten minutes without an event and without a connection that lasted, or where
    the service is away when `seconds` are over.
    """

    def __init__(
        self,
        call: Call[None],
        read: Callable[[Event], T | None],
        last: str = "",
        seconds: float | None = None,
    ) -> None:
        self.call: Call[None] | None = replace(call, quiet=QUIET_SECONDS)
        self._read, self._last = read, last
        self._until = time.monotonic() + (math.inf if seconds is None else seconds)
        self._failed, self._lost, self._began = 0, 0.0, math.inf
        self._was_met = False

    def begin(self, response: httpx.Response) -> None:
        """An answer has begun; raises `NotUnderstood` if there are no events in it."""
        kind = response.headers.get("content-type", "no type")
        if not kind.startswith("text/event-stream"):
            raise NotUnderstood(f"An answer of {kind} has no events.")
        self._reader, self._began = EventReader(), time.monotonic()

    def take(self, chunk: bytes) -> Iterator[T]:
        """What is told now."""
        for event in self._reader.take(chunk):
            self._failed = 0
            told = self._read(event)
            if event.id and self.call is not None:
                headers = {**self.call.headers, "Last-Event-ID": event.id}
                self.call = replace(self.call, headers=headers)
            if event.name == self._last:
                self.call = None
            if told is not None:
                yield told
            if self.call is None:
                return
        self._look_at_clock()

    def finish(self) -> None:
        """The answer has ended; that it should not, unless it was said to."""
        if self.call is not None:
            raise BrokenOff("The stream ended: the service stops, or the key is good no longer.")

    def wait(self, error: ProjektbankError) -> float:
        """Seconds until it is asked for again; raises the error where that has no use."""
        now = time.monotonic()
        if not self._failed or now - self._began >= _STEADY_SECONDS:
            self._failed, self._lost = 0, now
        self._began = math.inf  # which it is until an answer begins
        self._look_at_clock()
        self._was_met = self._was_met or not isinstance(error, Unreachable)
        in_vain = self.call is None and not isinstance(error, BrokenOff)
        if now - self._lost >= _AWAY_SECONDS or in_vain or not self._was_met:
            raise error
        self._failed += 1
        return max(0.0, min(pause(self._failed), _LONGEST_PAUSE, self._until - now))

    def _look_at_clock(self) -> None:
        if time.monotonic() >= self._until:
            self.call = None
