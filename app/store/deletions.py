"""Records that were deleted by hand: which one a document speaks of, and what was known of it."""

from sqlmodel import Session, col, select

from app.domain.record import Record
from app.models import PastProject, ProjectVersion
from app.store.evidence import Evidence, load
from app.store.history import newest_version
from app.store.matching import alike
from app.store.records import key_of


def deleted_key(session: Session, record: Record, key: str | None = None) -> str | None:
    """The id under which the record was deleted; None where it was not."""
    known = (*_numbered(session, record), *_named(session, record))
    for candidate in dict.fromkeys((key, key_of(record), *known)):
        newest = newest_version(session, candidate) if candidate else None
        if newest is not None and newest.op == "delete":
            return newest.project_id
    return None


def evidence_before_deletion(session: Session, key: str) -> Evidence:
    """Everything that was known of a record when it was deleted."""
    newest = newest_version(session, key)
    last = session.get(ProjectVersion, (key, newest.version - 1)) if newest else None
    return load(last.provenance) if last else Evidence({})


def _named(session: Session, record: Record) -> list[str]:
    """Ids under which what is `alike` was ever held, as `find_match` knows a project."""
    same = alike(PastProject, record)
    if not same:
        return []
    held = select(PastProject.id).where(*same).distinct()
    return list(session.exec(held.order_by(col(PastProject.id))))


def _numbered(session: Session, record: Record) -> list[str]:
    """Ids under which the record's number was ever held: a number may come after the id."""
    number = record.get("number")
    if number is None:
        return []
    held = select(PastProject.id).where(PastProject.number == number).distinct()
    return list(session.exec(held.order_by(col(PastProject.id))))
