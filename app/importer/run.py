"""The import itself: read → match and merge → store → report.

A savepoint a document, a commit at most each 500 documents or 250 ms; a document's result is
reported only once it is committed. One bad document never stops the others.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from sqlmodel import Session

from app.database import Database
from app.domain.provenance import Source
from app.domain.record import today
from app.errors import DocumentRejected, RecordConflict, RecordDeleted
from app.importer.document import MAX_SIZE, Document, Draft
from app.importer.layouts import LAYOUTS
from app.importer.reading import read_document
from app.importer.report import Outcome, Result
from app.models import StoredDocument
from app.store.documents import find_document, quarantine, refused_document, store_document
from app.store.history import moment
from app.store.projects import Reading, Saved, save_reading
from app.store.redaction.reading import obey, obey_refused

_BATCH = 500
_BATCH_SECONDS = 0.25
_CONFLICTS = frozenset({RecordConflict.code, RecordDeleted.code})
_READER_VERSIONS = {layout.name: layout.reader_version for layout in LAYOUTS}


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Every file named, and every file in the folders named, hidden ones left out."""
    files: list[Path] = []
    for path in paths:
        files += sorted(_find_below(path)) if path.is_dir() else [path]
    return files


def _find_below(folder: Path) -> Iterator[Path]:
    """Files of a folder and its folders; one that cannot be opened stands for what it holds.

    Links that lead nowhere are among them, to be reported; pipes and devices are not.
    """
    closed: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found = (Path(root, name) for name in names if not name.startswith("."))
        yield from (path for path in found if path.is_file() or not path.exists())
    yield from closed


def import_files(
    database: Database, files: Iterable[Path], *, dry_run: bool = False
) -> Iterator[Result]:
    """Imports the files, yielding each result after its commit; a dry run commits nothing."""
    pending = iter(files)
    if dry_run:
        with database.rehearse() as session:
            yield from (_import_file(session, path, moment(session), today()) for path in pending)
        return
    while True:
        with database.write() as session:
            results = list(_import_batch(session, pending))
        yield from results
        if not results:
            return


def _import_batch(session: Session, pending: Iterator[Path]) -> Iterator[Result]:
    deadline = time.monotonic() + _BATCH_SECONDS
    at, day = moment(session), today()
    for path in islice(pending, _BATCH):
        yield _import_file(session, path, at, day)
        if time.monotonic() > deadline:
            return


def _import_file(session: Session, path: Path, at: datetime, day: date) -> Result:
    name = _printable(str(path))
    try:
        size = path.stat().st_size
        if size > MAX_SIZE:
            return _refuse_large(session, path, size, at)
        document = Document(_printable(path.name), path.read_bytes())
    except OSError as error:
        return Result(name, "rejected", reason=f"unreadable-file: {error.strerror}")
    known = find_document(session, document.sha256)
    if known is not None and _is_read_already(known):
        return Result(name, "unchanged", known.project_id, matched_by="document")
    try:
        saved = _import_document(session, document, at, day)
    except DocumentRejected as error:
        return _refuse(session, name, document, at, error.reason, str(error))
    except (RecordConflict, RecordDeleted) as error:
        return _refuse(session, name, document, at, error.code, str(error))
    reason = f"set-by-hand: {', '.join(saved.contradicted)}" if saved.contradicted else None
    return Result(name, saved.outcome, saved.id, reason, saved.issues, saved.matched_by)


def _import_document(session: Session, document: Document, at: datetime, day: date) -> Saved:
    draft = _read(document)
    source = Source(document.sha256, document.name, draft.layout, draft.reader_version, at)
    read = Reading(source, draft.statements, draft.unknown_labels, draft.period)
    reading, redacted = obey(session, read, document.content)
    with session.begin_nested():
        saved = save_reading(session, reading, day)
        store_document(session, reading.source, document.content, saved.id, redacted)
    return saved


def _read(document: Document) -> Draft:
    try:
        return read_document(document)
    except DocumentRejected:
        raise
    except Exception as error:  # a fault of a reader must not stop the other documents
        detail = f"the reader failed ({type(error).__name__})"
        raise DocumentRejected("reader-failed", detail) from error


def _refuse(
    session: Session, name: str, document: Document, at: datetime, code: str, detail: str
) -> Result:
    redacted = obey_refused(session, document.content)
    kept = document.content if redacted is None else redacted
    refused = refused_document(document.name, document.sha256, len(document.content), kept, at)
    if redacted is not None:
        refused.redacted_at = at
    with session.begin_nested():
        quarantine(session, refused, code, detail)
    outcome: Outcome = "conflict" if code in _CONFLICTS else "rejected"
    return Result(name, outcome, reason=f"{code}: {detail}")


def _refuse_large(session: Session, path: Path, size: int, at: datetime) -> Result:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    detail = f"{size} bytes, more than {MAX_SIZE}"
    with session.begin_nested():
        refused = refused_document(_printable(path.name), sha256, size, None, at)
        quarantine(session, refused, "too-large", detail)
    return Result(_printable(str(path)), "rejected", reason=f"too-large: {detail}")


def _is_read_already(known: StoredDocument) -> bool:
    """Whether today's reader has read this very document before: it can say nothing new."""
    return (
        known.project_id is not None
        and known.layout is not None
        and _READER_VERSIONS.get(known.layout) == known.reader_version
    )


def _printable(name: str) -> str:
    """A file's name as text, also where its bytes are in an older encoding."""
    return os.fsencode(name).decode(errors="backslashreplace")
