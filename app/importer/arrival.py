"""A document that has come in, and what was read in it without the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from app.domain.provenance import Source, Statement, Statements
from app.domain.record import today
from app.errors import DocumentRejected
from app.importer.document import Draft, Refusal
from app.importer.incoming import Options
from app.importer.sealed import Sealed
from app.importer.tables import Table, TableRow
from app.store.documents import Paper
from app.store.newcomers import Newcomer, make_newcomer
from app.store.projects import Reading


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
    reader = draft.layout, draft.reader_version
    source = Source(paper.sha256, paper.name, *reader, paper.received, dated)
    statements = _with_origin(draft.statements, paper.url, dated)
    return Reading(source, statements, draft.unknown_labels, draft.period, draft.key)


def page_of(paper: Paper, draft: Draft, options: Options, today: date) -> Page:
    """A draft with where it was read; raises whatever is wrong with its values."""
    reading = reading_of(paper, draft, options.dated)
    return Page(draft.layout, draft.reader_version, Sealed(reading), make_newcomer(reading, today))


def _with_origin(statements: Statements, url: str | None, dated: date | None) -> Statements:
    """The statements with where and as of when the document was printed, if it does not say so."""
    origin = dict(statements)
    if url is not None:
        origin.setdefault("source_url", Statement(url, "stated", "address", url))
    if dated is not None:
        origin.setdefault("source_date", Statement(dated, "stated", "date", dated.isoformat()))
    return origin
