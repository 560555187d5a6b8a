"""Documents opened and read, as far as that can be done without the database.

Several are taken step by step, all of them through one step before the next: the processor keeps
that step's code and data at hand, which takes a quarter less time than one document after another.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from app.domain.record import now
from app.errors import DocumentRejected
from app.importer.arrival import Arrival, page_of, refusing_faults
from app.importer.document import MAX_SIZE, Document, Draft, Refusal
from app.importer.incoming import Incoming, Options
from app.importer.pages.reading import read_document
from app.importer.tables import open_table
from app.store.documents import Paper, pack

MAX_KEPT = 50_000_000
"""Bytes of a list; of a larger one only name, size and hash are kept."""


@dataclass(slots=True)
class _Opened:
    """A document that is open: its bytes, or of one too large to be held where they are."""

    name: str
    paper: Paper
    source: bytes | Path


@dataclass(slots=True)
class _Drafted:
    """A page that was read."""

    name: str
    paper: Paper
    draft: Draft


class _UnderWay(Protocol):
    name: str
    paper: Paper


T = TypeVar("T", bound=_UnderWay)
U = TypeVar("U")


def open_arrivals(incoming: Iterable[Incoming], options: Options, today: date) -> list[Arrival]:
    """The documents in their order; whatever is wrong with one stands in its `refusal`."""
    opened = [_open_or_refuse(one, options) for one in incoming]
    pages = _each(partial(_recognise, options=options), opened)
    drafted = _each(_read, pages)
    return _each(partial(_arrive, options=options, today=today), drafted)


def _each(step: Callable[[T], U | Arrival], ones: Sequence[T | Arrival]) -> list[U | Arrival]:
    """Takes those that have not arrived yet one step on."""
    return [one if isinstance(one, Arrival) else _one(step, one) for one in ones]


def _one(step: Callable[[T], U | Arrival], one: T) -> U | Arrival:
    try:
        with refusing_faults():
            return step(one)
    except DocumentRejected as error:
        return Arrival(one.name, one.paper, refusal=Refusal(error.reason, str(error)))


def _open_or_refuse(incoming: Incoming, options: Options) -> _Opened | Arrival:
    """What was refused before it was read is kept where its bytes are there, and not too many."""
    refusal = incoming.refusal
    if refusal is not None and incoming.content is None and incoming.path is None:
        return Arrival(incoming.name, refusal=refusal)
    try:
        opened = _open(incoming, options)
    except OSError as error:
        unreadable = Refusal("unreadable-file", str(error.strerror))
        return Arrival(incoming.name, refusal=refusal or unreadable)
    if refusal is None:
        return opened
    paper = opened.paper
    kept = paper if paper.size <= MAX_SIZE else replace(paper, packed=None)
    return Arrival(incoming.name, kept, refusal=refusal)


def _open(incoming: Incoming, options: Options) -> _Opened:
    content, sha256, size = _content(incoming)
    packed = pack(content) if content is not None and size <= MAX_KEPT else None
    name = incoming.name.rpartition("/")[2] if incoming.path else incoming.name
    mapping = options.mapping.text if options.mapping else None
    received, dated = incoming.received or now(), options.dated or incoming.dated
    paper = Paper(sha256, name, size, packed, received, incoming.url, dated, mapping)
    source = content if content is not None else incoming.path
    if source is None:
        raise TypeError(incoming)
    return _Opened(incoming.name, paper, source)


def _content(incoming: Incoming) -> tuple[bytes | None, str, int]:
    """The bytes, None of a file too large to be held; their hash and number."""
    content = incoming.content
    if content is not None:
        return content, incoming.sha256 or hashlib.sha256(content).hexdigest(), len(content)
    if incoming.path is None:
        raise TypeError(incoming)
    with incoming.path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        if size > MAX_KEPT:
            return None, hashlib.file_digest(file, "sha256").hexdigest(), size
        content = file.readall()
    return content, hashlib.sha256(content).hexdigest(), size


def _recognise(opened: _Opened, options: Options) -> _Opened | Arrival:
    table = open_table(opened.source, opened.paper.name, options.mapping)
    return Arrival(opened.name, opened.paper, table=table) if table else opened


def _read(opened: _Opened) -> _Drafted | Arrival:
    name, paper, content = opened.name, opened.paper, opened.source
    if isinstance(content, Path) or len(content) > MAX_SIZE:
        refusal = Refusal("too-large", f"{paper.size} bytes, more than {MAX_SIZE}")
        return Arrival(name, replace(paper, packed=None), refusal=refusal)
    return _Drafted(name, paper, read_document(Document(paper.name, content)))


def _arrive(drafted: _Drafted, options: Options, today: date) -> Arrival:
    page = page_of(drafted.paper, drafted.draft, options, today)
    return Arrival(drafted.name, drafted.paper, page)
