"""Stored documents read again, when a reader was mended: records, lists, and what was refused."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import islice

from sqlmodel import Session, select

from app.database import Database
from app.domain.record import today
from app.errors import DocumentRejected
from app.faults import MappingRejected
from app.importer.arrival import reading_of, refusing_faults
from app.importer.desk import READER_VERSIONS
from app.importer.document import Document
from app.importer.incoming import Incoming, Options
from app.importer.mapping import Mapping
from app.importer.pages.layouts import LAYOUTS
from app.importer.pages.reading import read_document
from app.importer.rehearsal import rehearsal
from app.importer.report import Result, changes_to_json
from app.importer.run import import_documents
from app.models import Project, StoredDocument
from app.store.documents import content_of, mark_read, paper_of
from app.store.history import moment
from app.store.projects import Reading, Visit
from app.store.redaction.reading import obey
from app.store.rereading import other_documents, records_of, save_again, stored_pages

_BATCH = 50
_PAGES = tuple(layout.name for layout in LAYOUTS)


def reread(
    database: Database, *, layout: str | None = None, dry_run: bool = False
) -> Iterator[Result]:
    """Reads every stored document again, or those of a layout, with today's readers; yields what
    became of each record, list and refused document, with the fields that changed."""
    layouts = [layout] if layout else list(READER_VERSIONS)
    with rehearsal(database) if dry_run else nullcontext(database) as place:
        yield from _reread(place, layouts, refused=layout is None)


def _reread(database: Database, layouts: Sequence[str], *, refused: bool) -> Iterator[Result]:
    pages = [name for name in layouts if name in _PAGES]
    with Session(database.engine) as session:
        keys = iter(records_of(session, pages))
        others = other_documents(session, layouts, refused=refused)
    while batch := list(islice(keys, _BATCH)):
        with database.write() as session:
            results = [_reread_record(session, key, pages) for key in batch]
        yield from results
    yield from reread_others(database, others)


def _reread_record(session: Session, key: str, layouts: Sequence[str]) -> Result:
    project = session.exec(select(Project).where(Project.id == key)).one()
    documents = stored_pages(session, key, layouts)
    names = ", ".join(document.name for document in documents)
    try:
        readings = [_read(session, document) for document in documents]
    except DocumentRejected as error:
        return Result(names, "rejected", key, f"{error.reason}: {error}")
    with session.begin_nested():
        saved = save_again(session, project, readings, Visit(moment(session), today()))
        for reading in readings:
            source = reading.source
            mark_read(session, source.sha256, (source.layout, source.reader_version))
    return Result(
        names, saved.outcome, key, None, saved.issues, None, changes_to_json(saved.changes)
    )


def _read(session: Session, document: StoredDocument) -> Reading:
    content = content_of(document) or b""
    with refusing_faults():
        draft = read_document(Document(document.name, content))
    reading = reading_of(paper_of(document), draft)
    return obey(session, reading, content).reading


def reread_others(database: Database, hashes: Sequence[str]) -> Iterator[Result]:
    """Lists, and what is in quarantine, are taken in as if they came once more."""
    for sha256 in hashes:
        with Session(database.engine) as session:
            document = session.get(StoredDocument, sha256)
        content = content_of(document) if document else None
        if document is None or content is None:
            continue
        try:
            mapping = Mapping(document.mapping) if document.mapping else None
        except MappingRejected as error:
            yield Result(document.name, "rejected", reason=f"mapping-mismatch: {error}")
            continue
        options = Options(again=True, mapping=mapping)
        yield from import_documents(database, [_incoming(document, content)], options)


def _incoming(document: StoredDocument, content: bytes) -> Incoming:
    return Incoming(
        document.name,
        content=content,
        url=document.url,
        dated=document.dated,
        received=document.imported_at,
        sha256=document.sha256,
    )
