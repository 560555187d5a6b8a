"""The documents themselves, taken in or refused: stored by SHA-256, compressed, never lost."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from app.models import Quarantined, StoredDocument
from app.store.among import Among

_STORED = Among(select(col(StoredDocument.sha256)), StoredDocument.sha256)
_EFFORT = 3
"""Of 9: a page takes three quarters of the usual time, and 3 % more room."""


def find_document(session: Session, sha256: str) -> StoredDocument | None:
    """The stored document of this hash."""
    return session.get(StoredDocument, sha256)


class Known(NamedTuple):
    """What tells whether a document has been read before."""

    layout: str | None
    reader_version: int | None
    project_id: str | None
    dated: date | None
    mapping: str | None = None
    rows_taken: int | None = None
    rows_known: int | None = None


def known_documents(session: Session, hashes: Iterable[str]) -> dict[str, Known]:
    """Those of these documents that are stored already, by hash."""
    session.flush()
    stored = [row[0] for row in _STORED.rows(session, set(hashes))]
    if not stored:  # as of nearly all that come for the first time
        return {}
    names = ("sha256", *Known._fields)
    asked = select(*(col(getattr(StoredDocument, name)) for name in names))
    rows = session.connection().execute(asked.where(col(StoredDocument.sha256).in_(stored)))
    return {row[0]: Known(*row[1:]) for row in rows}


def content_of(document: StoredDocument) -> bytes | None:
    """What is kept of a document, all of it unless redacted; None where only its hash is."""
    return unpack(document.content) if document.content is not None else None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it came in; `packed` is what is kept of it, compressed: None of one too large.

    It was `received` at one time for all of its rows; `mapping` is the TOML text by which it was
    read, if it is a list.
    """

    sha256: str
    name: str
    size: int
    packed: bytes | None
    received: datetime
    url: str | None = None
    dated: date | None = None
    mapping: str | None = None


def pack(content: bytes) -> bytes:
    """A document as it is stored."""
    return zlib.compress(content, _EFFORT)


def unpack(packed: bytes) -> bytes:
    """A document as it came in."""
    return zlib.decompress(packed)


def document_row(
    paper: Paper, reader: tuple[str, int] | None = None, key: str | None = None
) -> dict[str, Any]:
    """The columns of a document that a reader (layout and version) took in, as the record `key`
    where it is a page; of one that no reader took, or not to its end, without."""
    layout, version = reader or (None, None)
    return {
        "sha256": paper.sha256,
        "name": paper.name,
        "size": paper.size,
        "content": paper.packed,
        "layout": layout,
        "reader_version": version,
        "project_id": key,
        "imported_at": paper.received,
        "redacted_at": None,
        "url": paper.url,
        "dated": paper.dated,
        "mapping": paper.mapping,
        "rows_taken": None,
        "rows_known": None,
        "rows_run": None,
    }


def store_document(session: Session, row: dict[str, Any], redacted: bytes | None = None) -> None:
    """A document that was taken in; it leaves the quarantine if it was there.

    `redacted` is kept in its place where it held contacts that are blocked; where it is empty,
    nothing is.
    """
    held = session.get(StoredDocument, row["sha256"])
    if held is None:
        session.add(StoredDocument(**_redacted(row, redacted)))
    else:
        _read_anew(held, row)
        session.add(held)
    quarantined = session.get(Quarantined, row["sha256"])
    if quarantined is not None:
        session.delete(quarantined)
    session.flush()


def _read_anew(held: StoredDocument, row: dict[str, Any]) -> None:
    """Another reading of a document that is there; what is kept of it stays, it may be redacted."""
    for name in ("layout", "reader_version", "project_id", "mapping"):
        setattr(held, name, row[name])
    for name in ("url", "dated"):
        setattr(held, name, row[name] or getattr(held, name))
    if held.content is None and held.redacted_at is None:
        held.content = row["content"]


def _redacted(row: dict[str, Any], redacted: bytes | None) -> dict[str, Any]:
    if redacted is None:
        return row
    kept = pack(redacted) if redacted else None  # where it could not be taken out surely
    return {**row, "content": kept, "redacted_at": row["imported_at"]}


def quarantine(
    session: Session, row: dict[str, Any], code: str, detail: str, redacted: bytes | None = None
) -> None:
    """A refused document with its reason; the same refusal again changes nothing.

    `redacted` is kept in its place where it held contacts that are blocked.
    """
    held = session.get(Quarantined, row["sha256"])
    if held is not None and held.code == code:
        return
    if session.get(StoredDocument, row["sha256"]) is None:
        session.add(StoredDocument(**_redacted(row, redacted)))
        session.flush()
    at = row["imported_at"]
    session.merge(Quarantined(sha256=row["sha256"], code=code, detail=detail, at=at))


def mark_read(session: Session, sha256: str, reader: tuple[str, int]) -> None:
    """All of a stored document has been read, by this reader (layout and version)."""
    stored = session.get_one(StoredDocument, sha256)
    stored.layout, stored.reader_version = reader
    stored.rows_taken = stored.rows_known = stored.rows_run = None
    session.add(stored)
    quarantined = session.get(Quarantined, sha256)
    if quarantined is not None:
        session.delete(quarantined)
    session.flush()


def paper_of(document: StoredDocument) -> Paper:
    """A stored document as it came in then."""
    return Paper(
        document.sha256,
        document.name,
        document.size,
        document.content,
        document.imported_at,
        document.url,
        document.dated,
        document.mapping,
    )
