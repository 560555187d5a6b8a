"""Which stored record a document speaks of: by number, by numberless id, else by name and owner."""

from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.domain.collation import sort_key
from app.domain.record import Record
from app.errors import RecordConflict
from app.models import Project, ProjectState
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


def alike(state: type[ProjectState], record: Record) -> list[ColumnElement[bool]]:
    """What states of the same project meet: name and owner, an overlapping period, and one of the
    two without a number. Nothing where the record does not state its period."""
    start, end = record.get("start_date"), record.get("end_date")
    if start is None or end is None:
        return []
    same = [
        col(state.name_key) == sort_key(str(record["name"])),
        col(state.owner_key) == sort_key(str(record["owner"])),
        col(state.start_date) <= end,
        col(state.end_date) >= start,
    ]
    return same if record.get("number") is None else [*same, col(state.number).is_(None)]


def _find_by_name(session: Session, record: Record) -> Match:
    same = alike(Project, record)
    if not same:
        return Match(None, None)
    found = session.exec(select(Project).where(*same).order_by(Project.id)).all()
    if len(found) > 1:
        ids = ", ".join(project.id for project in found)
        raise RecordConflict(f"name, owner and period fit more than one record: {ids}")
    return Match(found[0], "name-owner-period") if found else Match(None, None)
