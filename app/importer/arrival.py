"""A document that has come in: opened, and read as far as it can be without the database."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.domain.provenance import Source, Statement, Statements
from app.domain.record import now, today
from app.errors import DocumentRejected
from app.importer.document import MAX_SIZE, Document, Draft, Refusal
from app.importer.incoming import Incoming, Options
from app.importer.pages.reading import read_document
from app.importer.sealed import Sealed
from app.importer.tables import Table, TableRow, open_table
from app.store.documents import Paper, pack
from app.store.newcomers import Newcomer, make_newcomer
from app.store.projects import Reading

MAX_KEPT = 50_000_000
"""Bytes of a list; of a larger one only name, size and hash are kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one document, or one row of a list, states: as it was read, and as the rows that it
    makes where nothing is known of the project."""

    layout: str
    reader_version: int
    reading: Sealed[Reading]
    newcomer: Newcomer


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document, and what was read in it: a page, a list to be read row by row, or why it is
    refused. Without `paper` it could not even be opened."""

    name: str
    paper: Paper | None = None
    page: Page | None = None
    table: Table | None = None
    refusal: Refusal | None = None


def open_arrival(incoming: Incoming, options: Options, today: date) -> Arrival:
    """Opens and reads one document; whatever is wrong with it stands in `refusal`."""
    if incoming.refusal is not None:
        return _refused(incoming, incoming.refusal, options)
    try:
        content, arrival = _open(incoming, options)
    except OSError as error:
        return Arrival(incoming.name, refusal=Refusal("unreadable-file", str(error.strerror)))
    try:
        with refusing_faults():
            return _read(incoming, arrival, content, options, today)
    except DocumentRejected as error:
        return replace(arrival, refusal=Refusal(error.reason, str(error)))


@contextmanager
def refusing_faults() -> Iterator[None]:
    """A fault of a reader of ours refuses what it read; it must not stop the others."""
    try:
        yield
    except DocumentRejected:
        raise
    except Exception as error:
        detail = f"the reader failed ({type(error).__name__})"
        raise DocumentRejected("reader-failed", detail) from error


def guarded(rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """The rows of a list; where a reader fails on one, it and what follows it are a refused row."""
    number = 0
    try:
        with refusing_faults():
            for row in rows:
                number = row.number
                yield row
    except DocumentRejected as error:
        refusal = Refusal(error.reason, f"{error}; no row from here on was read")
        yield TableRow(number + 1, None, refusal, {})


def reading_of(paper: Paper, draft: Draft, dated: date | None = None) -> Reading:
    """What a draft states, and where it was read; `dated` goes before every date of its own."""
    own = draft.dated if draft.dated and draft.dated <= today() else None
    dated = dated or own or paper.dated
    at, reader = paper.received or now(), (draft.layout, draft.reader_version)
    source = Source(paper.sha256, paper.name, *reader, at, dated)
    statements = _with_origin(draft.statements, paper.url, dated)
    return Reading(source, statements, draft.unknown_labels, draft.period, draft.key)


def page_of(paper: Paper, draft: Draft, options: Options, today: date) -> Page:
    """A draft with where it was read; raises whatever is wrong with its values."""
    reading = reading_of(paper, draft, options.dated)
    return Page(draft.layout, draft.reader_version, Sealed(reading), make_newcomer(reading, today))


def _refused(incoming: Incoming, refusal: Refusal, options: Options) -> Arrival:
    """What was refused before it was read: kept where its bytes are there, and not too many."""
    only_named = Arrival(incoming.name, refusal=refusal)
    if incoming.content is None and incoming.path is None:
        return only_named
    try:
        _, arrival = _open(incoming, options)
    except OSError:
        return only_named
    paper = arrival.paper
    if paper is not None and paper.size > MAX_SIZE:
        paper = replace(paper, packed=None)
    return replace(only_named, paper=paper)


def _open(incoming: Incoming, options: Options) -> tuple[bytes | None, Arrival]:
    """The content, None of a file that is too large to be held, and the document itself."""
    if incoming.content is not None:
        content: bytes | None = incoming.content
        name, size = incoming.name, len(incoming.content)
        sha256 = incoming.sha256 or hashlib.sha256(incoming.content).hexdigest()
    elif incoming.path is not None:
        name, size = Path(incoming.name).name, incoming.path.stat().st_size
        with incoming.path.open("rb") as file:
            content = file.read() if size <= MAX_KEPT else None
            sha256 = hashlib.sha256(content).hexdigest() if content is not None else ""
            sha256 = sha256 or hashlib.file_digest(file, "sha256").hexdigest()
    else:
        raise TypeError(incoming)
    packed = pack(content) if content is not None and size <= MAX_KEPT else None
    mapping = options.mapping.text if options.mapping else None
    dated = options.dated or incoming.dated
    paper = Paper(sha256, name, size, packed, incoming.url, dated, mapping, incoming.received)
    return content, Arrival(incoming.name, paper)


def _read(
    incoming: Incoming, arrival: Arrival, content: bytes | None, options: Options, today: date
) -> Arrival:
    paper = arrival.paper
    source = content if content is not None else incoming.path
    if paper is None or source is None:
        raise TypeError(incoming)
    table = open_table(source, paper.name, options.mapping)
    if table is not None:
        return replace(arrival, table=table)
    if content is None or len(content) > MAX_SIZE:
        only_named = replace(arrival, paper=replace(paper, packed=None))
        detail = f"{paper.size} bytes, more than {MAX_SIZE}"
        return replace(only_named, refusal=Refusal("too-large", detail))
    draft = read_document(Document(paper.name, content))
    return replace(arrival, page=page_of(paper, draft, options, today))


def _with_origin(statements: Statements, url: str | None, dated: date | None) -> Statements:
    """The statements with where and as of when the document was printed, if it does not say so."""
    origin = dict(statements)
    if url is not None:
        origin.setdefault("source_url", Statement(url, "stated", "address", url))
    if dated is not None:
        origin.setdefault("source_date", Statement(dated, "stated", "date", dated.isoformat()))
    return origin
