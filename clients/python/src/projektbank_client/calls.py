"""Requests as values: what is asked of which address, and how the answer is read. Sends nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypedDict, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx

from projektbank_client.answers import Answer, refuse
from projektbank_client.errors import NotAskable, ProjektbankError
from projektbank_client.questions import Value, write_body, write_question
from projektbank_client.rows import T

FILE_SECONDS = 600.0
"""For the next bytes of a file: some formats are whole before their first byte."""
_FILE = re.compile(r"[a-z-]+\.[a-z]+")
_JSON = {"Content-Type": "application/json"}
_AS_THEY_ARE = {"Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form: its content, or the file that has it."""

    name: str
    filename: str
    content: bytes | Path


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request, and how its answer is read. It may be sent twice, where it is `repeatable`:
    those that write bear an `Idempotency-Key`. `quiet` is how many seconds may pass between two
    bytes of the answer where that is more than of others."""

    method: str
    path: str
    read: Answer[T]
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    parts: Sequence[Part] = ()
    repeatable: bool = True
    quiet: float = 0.0


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that is put into a file; `sealed` where it must bring its digest."""

    call: Call[None]
    path: Path
    sealed: bool = False


T_co = TypeVar("T_co", covariant=True)


class Flow(Protocol[T_co]):
    """An answer that is read as it comes, and perhaps asked for again where it broke off; `call`
    is None once nothing more is to be asked. Each is gone through once."""

    call: Call[None] | None

    def begin(self, response: httpx.Response) -> None:
        """An answer has begun."""

    def take(self, chunk: bytes) -> Iterator[T_co]:
        """What is whole now."""

    def finish(self) -> None:
        """The answer has ended; raises `BrokenOff` if there should have been more."""

    def wait(self, error: ProjektbankError) -> float:
        """Seconds until it is asked for again; raises the error where it is not."""


def get(
    path: str, question: Mapping[str, Value], read: Answer[T], **headers: str | None
) -> Call[T]:
    """Any address that is read; headers are named with underscores."""
    return Call("GET", path, read, write_question(question), _named(headers))


def file(name: str, question: Mapping[str, Value], **headers: str | None) -> Call[None]:
    """A whole result as a file, `projects.csv` for one, in the very bytes that the service has."""
    if not _FILE.fullmatch(name):
        raise NotAskable(f"{name!r} is no file of the service; projects.csv is one.")
    return whole(f"/v1/{name}", question, **headers)


def whole(path: str, question: Mapping[str, Value], **headers: str | None) -> Call[None]:
    """A file at an address, in the very bytes that the service has."""
    told = _named(headers) | _AS_THEY_ARE
    return Call("GET", path, refuse, write_question(question), told, quiet=FILE_SECONDS)


class Repeated(TypedDict, total=False):
    """The word that makes a write safe to repeat: one is made up where none is given."""

    idempotency_key: str


class Reasoned(Repeated, total=False):
    """And why, for the history."""

    reason: str


class Intended(Reasoned, total=False):
    """And over which state alone: that of a tag; `if_none_match="*"` where there is none yet."""

    if_match: str
    if_none_match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What goes with a write: these three as headers."""

    if_match: str | None = None
    if_none_match: str | None = None
    reason: str | None = None
    idempotency_key: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """As the service reads them."""
        return _named(
            {
                "Idempotency-Key": self.idempotency_key or str(uuid4()),
                "If-Match": self.if_match,
                "If-None-Match": self.if_none_match,
                "Change-Reason": self.reason,
            }
        )


def send(
    method: str,
    path: str,
    body: object,
    intent: Intent,
    read: Answer[T],
    options: Mapping[str, Value] | None = None,
) -> Call[T]:
    """A write, with JSON for its body."""
    headers = intent.headers | _JSON
    return Call(method, path, read, write_question(options or {}), headers, write_body(body))


def send_question(path: str, body: object, read: Answer[T]) -> Call[T]:
    """A question as a body: it is read, nothing is written."""
    return Call("POST", path, read, headers=_JSON, content=write_body(body))


def below(path: str, *keys: str) -> str:
    """The address of one of the things at an address."""
    for key in keys:
        if key in {"", ".", ".."}:
            raise NotAskable(f"{key!r} is no id.")
    return "/".join((path, *(quote(key, safe="") for key in keys)))


def _named(headers: Mapping[str, str | None]) -> dict[str, str]:
    return {name.replace("_", "-"): text for name, text in headers.items() if text is not None}
