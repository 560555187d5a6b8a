"""Which stored record a document speaks of: by number, by numberless id, else by name and owner."""

from typing import Literal, NamedTuple

from sqlmodel import Session, col, select

from app.domain.collation import sort_key
from app.domain.record import Record
from app.errors import RecordConflict
from app.models import Project
from app.store.records import key_of

MatchedBy = Literal["number", "id", "name-owner-period"]


class Match(NamedTuple):
    """A stored record and what it was found by; both None for a new one."""

    project: Project | None
    by: MatchedBy | None


def find_match(session: Session, record: Record, given: str | None = None) -> Match:
    """The record meant, `given` being the id that an export of ours gives it; raises
    `RecordConflict` where more than one could be."""
    number = record.get("number")
    if number is not None:
        found = session.exec(select(Project).where(Project.number == number)).first()
        if found is not None:
            return Match(found, "number")
    key = given or key_of(record)
    holder = session.exec(select(Project).where(Project.id == key)).first()
    if holder is not None and (number is None or (given and holder.number is None)):
        return Match(holder, "id")
    if holder is not None:
        raise RecordConflict(f"number {number} makes the id {key}, which {holder.number} bears")
    return _find_by_name(session, record)


def _find_by_name(session: Session, record: Record) -> Match:
    start, end = record.get("start_date"), record.get("end_date")
    if start is None or end is None:
        return Match(None, None)
    same = select(Project).where(
        Project.name_key == sort_key(str(record["name"])),
        Project.owner_key == sort_key(str(record["owner"])),
        col(Project.start_date) <= end,
        col(Project.end_date) >= start,
    )
    if record.get("number") is not None:
        same = same.where(col(Project.number).is_(None))
    found = session.exec(same.order_by(Project.id)).all()
    if len(found) > 1:
        ids = ", ".join(project.id for project in found)
        raise RecordConflict(f"name, owner and period fit more than one record: {ids}")
    return Match(found[0], "name-owner-period") if found else Match(None, None)
