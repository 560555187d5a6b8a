"""Which records a redaction can concern at all: most need not be looked at closely."""

import zlib
from collections.abc import Iterator

from sqlmodel import Session, col, select

from app.domain.collation import fold
from app.domain.contacts import begin_of_name, fold_for_search
from app.models import PastProject, Project, ProjectVersion, StoredDocument
from app.store.redaction.encodings import codecs_of
from app.store.redaction.views import as_seen

_AT_ONCE = 200
"""Rows held in memory at a time."""


def keys_of_records(session: Session) -> list[str]:
    """The ids of every record that is or was there."""
    return list(session.exec(select(col(ProjectVersion.project_id)).distinct()))


def all_owners(session: Session) -> frozenset[str]:
    """Every owner that a record names or named."""
    return frozenset(owner for _, owner in _owners(session))


def keys_concerned(session: Session, needles: frozenset[str], owners: frozenset[str]) -> list[str]:
    """The ids of records of these owners, and of those in which a needle stands anywhere; owners
    and needles are folded."""
    begins = [begin_of_name(needle) for needle in needles]
    concerned = {key for key, owner in _owners(session) if fold(owner) in owners}
    for key, text in _texts(session):
        if key not in concerned:
            folded = map(fold_for_search, as_seen(text))
            if any(begin in one for one in folded for begin in begins):
                concerned.add(key)
    return sorted(concerned)


def _owners(session: Session) -> Iterator[tuple[str, str]]:
    for table in (Project, PastProject):
        yield from session.exec(select(table.id, table.owner))


def _texts(session: Session) -> Iterator[tuple[str, str]]:
    """Id and text of all that is stored of records."""
    versions = select(ProjectVersion.project_id, ProjectVersion.provenance, ProjectVersion.reason)
    for key, provenance, reason in session.exec(versions.execution_options(yield_per=_AT_ONCE)):
        yield key, f"{provenance}\n{reason or ''}"
    documents = select(StoredDocument.project_id, StoredDocument.content).where(
        col(StoredDocument.project_id).is_not(None), col(StoredDocument.content).is_not(None)
    )
    for document_of, content in session.exec(documents.execution_options(yield_per=_AT_ONCE)):
        unpacked = zlib.decompress(content or b"")
        for codec in codecs_of(unpacked):
            yield str(document_of), codec.decode(unpacked)
