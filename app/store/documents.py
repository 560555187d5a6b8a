"""The documents themselves, taken in or refused: stored by SHA-256, compressed, never lost."""

import zlib
from datetime import datetime

from sqlmodel import Session

from app.domain.provenance import Source
from app.models import Quarantined, StoredDocument


def find_document(session: Session, sha256: str) -> StoredDocument | None:
    """The stored document of this hash."""
    return session.get(StoredDocument, sha256)


def content_of(document: StoredDocument) -> bytes | None:
    """What is kept of a document, all of it unless redacted; None where only its hash is."""
    return zlib.decompress(document.content) if document.content is not None else None


def store_document(
    session: Session, source: Source, content: bytes, key: str, redacted: bytes | None = None
) -> None:
    """A document that states the record `key`; it leaves the quarantine if it was there.

    `redacted` is kept in its place where it held contacts that are blocked.
    """
    session.merge(
        StoredDocument(
            sha256=source.sha256,
            name=source.name,
            size=len(content),
            content=zlib.compress(content if redacted is None else redacted),
            layout=source.layout,
            reader_version=source.reader_version,
            project_id=key,
            imported_at=source.read_at,
            redacted_at=source.read_at if redacted is not None else None,
        )
    )
    quarantined = session.get(Quarantined, source.sha256)
    if quarantined is not None:
        session.delete(quarantined)


def quarantine(session: Session, refused: StoredDocument, code: str, detail: str) -> None:
    """A refused document with its reason; the same refusal again changes nothing."""
    held = session.get(Quarantined, refused.sha256)
    if held is not None and held.code == code:
        return
    if session.get(StoredDocument, refused.sha256) is None:
        session.add(refused)
        session.flush()
    session.merge(
        Quarantined(sha256=refused.sha256, code=code, detail=detail, at=refused.imported_at)
    )


def refused_document(
    name: str, sha256: str, size: int, content: bytes | None, at: datetime
) -> StoredDocument:
    """A document that no record comes from; without content where it is too large to keep."""
    compressed = zlib.compress(content) if content is not None else None
    return StoredDocument(sha256=sha256, name=name, size=size, content=compressed, imported_at=at)
