"""Takes contact details out of stored documents: of a record, lists, and what was refused."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from app.models import StoredDocument
from app.store.documents import content_of, pack
from app.store.redaction.beside import Beside
from app.store.redaction.content import Lines, scrub_content
from app.store.redaction.places import Place
from app.store.redaction.scrubbing import MARK, Scrubber


def redact_others(
    session: Session, scrubber: Scrubber, beside: Beside, at: datetime
) -> Iterator[Place]:
    """Redacts the documents that are of no single record; every place."""
    others = select(StoredDocument.sha256).where(col(StoredDocument.project_id).is_(None))
    for sha256 in session.exec(others).all():
        document = session.get_one(StoredDocument, sha256)
        own = scrubber.with_local(beside.get(sha256, frozenset()))
        yield from redact_document(document, Lines(), own, at)
        session.flush()
        session.expunge(document)  # a list may be large


def redact_document(
    document: StoredDocument, lines: Lines, scrubber: Scrubber, at: datetime
) -> Iterator[Place]:
    """Takes out of a document, its file name, its address and its mapping what is to go; its
    SHA-256 stays its key."""
    yield from _redact_name(document, scrubber)
    mapping = scrubber.field_text(document.mapping or "", MARK)
    if mapping != (document.mapping or ""):
        document.mapping = mapping
        yield Place("document", document.sha256, "mapping")
    content = content_of(document)
    if content is None:
        return
    scrubbed = scrub_content(content, lines, scrubber)
    if scrubbed.content != content:
        document.content = pack(scrubbed.content) if scrubbed.content else None
        document.redacted_at = at
        yield Place("document", document.sha256, "" if scrubbed.content else "kept no more")
    elif scrubbed.sealed:
        yield Place("left", document.sha256, "no text, it may stand in it")


def _redact_name(document: StoredDocument, scrubber: Scrubber) -> Iterator[Place]:
    name, url = scrubber.file_name(document.name), scrubber.free_text(document.url or "")
    if name != document.name:
        document.name = name
        yield Place("document", document.sha256, "name")
    elif scrubber.still_holds(name, name.rpartition(".")[0]):
        yield Place("left", document.sha256, "name")
    if url != (document.url or ""):
        document.url = url
        yield Place("document", document.sha256, "address")
    elif scrubber.still_holds(url):
        yield Place("left", document.sha256, "address")
