"""Records that were deleted by hand: which one a document speaks of, and what was known of it."""

from sqlmodel import Session, col, select

from app.domain.collation import sort_key
from app.domain.record import Record
from app.models import PastProject, ProjectVersion
from app.store.evidence import Evidence, load
from app.store.history import newest_version
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
    """Ids under which name and owner were ever held with an overlapping period, where one of the
    two has no number: as `find_match` knows a project."""
    start, end = record.get("start_date"), record.get("end_date")
    if start is None or end is None:
        return []
    same = select(PastProject.id).where(
        PastProject.name_key == sort_key(str(record["name"])),
        PastProject.owner_key == sort_key(str(record["owner"])),
        col(PastProject.start_date) <= end,
        col(PastProject.end_date) >= start,
    )
    if record.get("number") is not None:
        same = same.where(col(PastProject.number).is_(None))
    return list(session.exec(same.distinct().order_by(col(PastProject.id))))


def _numbered(session: Session, record: Record) -> list[str]:
    """Ids under which the record's number was ever held: a number may come after the id."""
    number = record.get("number")
    if number is None:
        return []
    held = select(PastProject.id).where(PastProject.number == number).distinct()
    return list(session.exec(held.order_by(col(PastProject.id))))
