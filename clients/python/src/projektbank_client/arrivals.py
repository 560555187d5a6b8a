"""Files as they arrive: told whole from broken off, put in place once they are whole."""

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import httpx

from projektbank_client.answers import parse_json
from projektbank_client.calls import Call, Saved
from projektbank_client.errors import BrokenOff, NotUnderstood, ProjektbankError
from projektbank_client.records import Project, read_project
from projektbank_client.rows import MALFORMED

_SHOWN = 200
"""Characters of a line that is not understood."""
_VERSION = re.compile(r"[-.]v(\d+)\.")
_DIGEST = re.compile(r"\b(sha-256|sha-512)=:([A-Za-z0-9+/=]+):")


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What a file is: its rows where they are told, the number of the last change that it has
    (go on with `changes(since=…)`), its tag, and the version of the dataset."""

    path: Path
    size: int
    rows: int | None
    change_seq: int | None
    dataset_version: int | None
    etag: str | None


class Arrival:
    """The bytes of one file: counted, and held against what the answer says of them."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._size = 0
        self._counted = _counter(response.headers.get("content-type", ""))
        told = _DIGEST.search(response.headers.get("repr-digest", ""))
        self._told = base64.b64decode(told[2]) if told else None
        self._hash = hashlib.new(told[1].replace("-", "")) if told else None

    def take(self, chunk: bytes) -> None:
        """The bytes that came."""
        self._size += len(chunk)
        if self._counted is not None:
            self._counted.take(chunk)
        if self._hash is not None:
            self._hash.update(chunk)

    def finish(self, path: Path, *, sealed: bool = False) -> Downloaded:
        """What it was; raises `BrokenOff` if it is not whole, or cannot be known to be: if it is
        `sealed`, by its digest."""
        rows, counted = _number(self._response, "x-total-count"), self._counted
        if counted is not None and rows is not None and counted.rows != rows:
            raise BrokenOff(f"{counted.rows} rows came, {rows} were told.")
        if self._hash is not None and self._hash.digest() != self._told:
            raise BrokenOff("The bytes are not those that Repr-Digest tells.")
        if sealed and self._hash is None:
            raise BrokenOff("No Repr-Digest tells what the bytes should be.")
        if not (_delimited(self._response) or self._hash or (counted and rows is not None)):
            raise BrokenOff("Nothing tells whether the file is whole.")
        headers = self._response.headers
        version = _VERSION.search(headers.get("content-disposition", ""))
        return Downloaded(
            path=path,
            size=self._size,
            rows=rows,
            change_seq=_number(self._response, "x-change-seq"),
            dataset_version=int(version[1]) if version else None,
            etag=headers.get("etag"),
        )


class Landing:
    """A file under a name of its own until it is whole; left early, it leaves nothing behind."""

    def __init__(self, response: httpx.Response, saved: Saved) -> None:
        self._arrival = Arrival(response)
        self._path, self._sealed = saved.path, saved.sealed
        self._partial = saved.path.with_name(f".{saved.path.name}.{uuid4().hex}.part")

    def __enter__(self) -> Self:
        self._file = self._partial.open("xb")
        return self

    def take(self, chunk: bytes) -> None:
        """Written at once: so little that no thread is worth its while, in async code neither."""
        self._arrival.take(chunk)
        self._file.write(chunk)

    def finish(self) -> Downloaded:
        """Puts it in its place; raises `BrokenOff` if it is not whole."""
        downloaded = self._arrival.finish(self._path, sealed=self._sealed)
        self._file.close()
        self._partial.replace(self._path)
        return downloaded

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        with suppress(FileNotFoundError):
            self._partial.unlink()


class Rows:
    """Projects out of NDJSON, as it arrives: a `Flow`. Lines end with a line feed alone: other
    signs that end lines elsewhere may stand in texts."""

    def __init__(self, call: Call[None]) -> None:
        self.call: Call[None] | None = call
        self._rest = b""

    def begin(self, response: httpx.Response) -> None:
        """The answer has begun."""
        self._arrival = Arrival(response)

    def take(self, chunk: bytes) -> Iterator[Project]:
        """The projects that are whole now."""
        self._arrival.take(chunk)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        yield from map(_project, lines)

    def finish(self) -> None:
        """Raises `BrokenOff` if there should have been more."""
        if self._rest:
            raise BrokenOff("The last line has no end.")
        self._arrival.finish(Path())
        self.call = None

    def wait(self, error: ProjektbankError) -> float:
        """It is one answer of one moment: no other goes on where it broke off."""
        raise error


def read_projects(path: str | Path) -> Iterator[Project]:
    """The projects of a file that was downloaded as NDJSON; of any other, `NotUnderstood`."""
    with Path(path).open("rb") as lines:  # which end with a line feed alone
        yield from map(_project, lines)


def _project(line: bytes) -> Project:
    try:
        return read_project(parse_json(line))
    except MALFORMED as error:
        raise NotUnderstood(f"A line is no project: {line[:_SHOWN]!r}.") from error


class _Lines:
    """Counts line feeds, and from `first` on; those in quotes stand in a text of a CSV cell."""

    def __init__(self, *, first: int, quotes: bool) -> None:
        self.rows = first
        self._quotes = quotes
        self._inside = False

    def take(self, chunk: bytes) -> None:
        if not self._quotes:
            self.rows += chunk.count(b"\n")
            return
        pieces = chunk.split(b'"')
        self.rows += sum(piece.count(b"\n") for piece in pieces[self._inside :: 2])
        self._inside ^= len(pieces) % 2 == 0


def _counter(media_type: str) -> _Lines | None:
    if media_type.startswith("application/x-ndjson"):
        return _Lines(first=0, quotes=False)
    if media_type.startswith("text/csv"):
        return _Lines(first=-1, quotes=True)  # the heading is no row
    return None


def _delimited(response: httpx.Response) -> bool:
    """Whether the transfer itself tells where it ends (RFC 9112, 6.3; every HTTP/2 does)."""
    headers = response.headers
    ends = "content-length" in headers or "chunked" in headers.get("transfer-encoding", "")
    return ends or response.http_version == "HTTP/2"


def _number(response: httpx.Response, name: str) -> int | None:
    text = response.headers.get(name, "")
    return int(text) if text.isdecimal() else None
