"""Changes by hand: a record made, changed, deleted or put back, each as a version with who and why.

What is set by hand is a statement of its own; derived siblings and quality issues are worked out
anew in the same write.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session, col, or_, select

from app.domain.provenance import Author, Statement, ground, set_by_hand
from app.domain.record import Record, Value, status_on
from app.errors import RecordExists
from app.models import Project, ProjectVersion
from app.store.columns import from_row
from app.store.evidence import Evidence, load
from app.store.history import Event, latest_evidence
from app.store.projects import join_owner, settle_owner
from app.store.records import (
    delete_record,
    differences,
    insert_record,
    key_of,
    make_record,
    update_record,
)
from app.writing.changes import (
    check_outcome,
    find_changes,
    note_difference,
    note_missing_keys,
    refuse_contacts,
    unseen_fields,
)
from app.writing.given import WRITABLE, Given

Outcome = Literal["created", "updated", "unchanged", "deleted"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Who changes something, why, when, and on which day in Sweden."""

    author: Author
    at: datetime
    today: date
    hides_contacts: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a record, and the fields that changed."""

    outcome: Outcome
    id: str
    version: int
    changed: tuple[str, ...] = ()


def find_project(session: Session, key: str) -> Project | None:
    """The record of this id, else of this printed number."""
    found = session.exec(
        select(Project).where(or_(col(Project.id) == key, col(Project.number) == key))
    ).all()
    return next((one for one in found if one.id == key), found[0] if found else None)


def create_project(
    session: Session, given: Given, edit: Edit, *, asked: str | None = None
) -> Written:
    """A new record, whole where its id or number is `asked` for; raises `RecordRejected`,
    `RecordExists`."""
    if asked is not None:
        note_missing_keys(given, unseen_fields({}) if edit.hides_contacts else ())
    writable = {n: v for n, v in given.values.items() if n in WRITABLE and v is not None}
    if edit.hides_contacts:
        refuse_contacts(given)
    sound = find_changes(replace(given, values=writable), {}, whole=False)
    evidence = Evidence(set_by_hand({}, sound, edit.author, edit.at))
    record = make_record(evidence, edit.today)
    check_outcome(given, {}, record, sound)
    given.require_sound()
    record["id"] = key_of(record)
    if asked not in (None, record["id"], record["number"]):
        given.fault("number", "id-mismatch", f"The record's id is {record['id']}, not {asked}.")
    given.require_sound()
    _refuse_existing(session, record)
    settle_owner(session, record)
    insert_record(session, record, evidence, Event("create", edit.at, edit.author))
    note_difference(given, record | {"status": _status(record, edit.today)})
    given.require_sound()
    join_owner(session, record, Event("update", edit.at, edit.author))
    return Written("created", str(record["id"]), _version(record), tuple(sound))


def hidden_fields(project: Project) -> frozenset[str]:
    """Fields of a record that are not shown to who may not see contact data."""
    return unseen_fields(from_row(project))


def change_project(
    session: Session,
    project: Project,
    given: Given,
    edit: Edit,
    *,
    whole: bool,
    unseen: Collection[str] = (),
) -> Written:
    """The record as given, in `whole` or in the fields named; null keeps what is `unseen`.

    Raises `RecordRejected`.
    """
    if edit.hides_contacts:
        refuse_contacts(given)
    held = from_row(project)
    seen = held | {"status": _status(held, edit.today)}
    changes = find_changes(given, seen, whole=whole, unseen=unseen)
    if not changes:
        given.require_sound()
        return Written("unchanged", project.id, project.version)
    known = latest_evidence(session, project.id)
    statements = set_by_hand(ground(known.statements), changes, edit.author, edit.at)
    evidence = replace(known, statements=statements)
    record = make_record(evidence, edit.today)
    check_outcome(given, held, record, changes)
    given.require_sound()
    return store_change(session, project, record, evidence, edit)


def delete_project(session: Session, project: Project, edit: Edit) -> Written:
    """Takes the record away; its history stays."""
    key, version = project.id, project.version + 1
    delete_record(session, project, Event("delete", edit.at, edit.author))
    return Written("deleted", key, version)


def revert_project(
    session: Session, key: str, project: Project | None, version: ProjectVersion, edit: Edit
) -> Written:
    """The record as a version of it was; a deleted one comes back.

    What a document has changed since is set by hand: a later document does not change it again.
    """
    then = load(version.provenance)
    if project is None:
        evidence = replace(then, statements=ground(then.statements))
        record = make_record(evidence, edit.today)
        record["id"] = key
        _refuse_existing(session, record)
        settle_owner(session, record)
        insert_record(session, record, evidence, Event("create", edit.at, edit.author))
        return Written("created", key, _version(record))
    known = latest_evidence(session, key)
    evidence = replace(
        known,
        statements=_reverted(known, then, edit),
        period=then.period,
        accepted=then.accepted,
    )
    record = make_record(evidence, edit.today)
    others = evidence.accepted != known.accepted
    return store_change(session, project, record, evidence, edit, always=others)


def _reverted(known: Evidence, then: Evidence, edit: Edit) -> dict[str, Statement]:
    now, back = ground(known.statements), ground(then.statements)
    held_by_hand = {
        name: back[name].value if name in back else None
        for name in WRITABLE
        if (name in now or name in back)
        and (now.get(name) or back[name]).origin != "manual"
        and (name not in now or name not in back or now[name].value != back[name].value)
    }
    return set_by_hand(back, held_by_hand, edit.author, edit.at)


def store_change(
    session: Session,
    project: Project,
    record: dict[str, Value],
    evidence: Evidence,
    edit: Edit,
    *,
    always: bool = False,
) -> Written:
    """The new state of a record, as a version where it differs, or `always`."""
    record["id"] = project.id
    record["owner_id"] = project.owner_id
    held = from_row(project)
    if any(held[name] != record[name] for name in ("owner", "owner_organisation_number")):
        settle_owner(session, record)
    changed = differences(held, record)
    event = Event("update", edit.at, edit.author)
    if changed or always:
        update_record(session, project, record, evidence, event, changed)
    join_owner(session, record, event)
    outcome: Outcome = "updated" if changed or always else "unchanged"
    return Written(outcome, project.id, project.version, tuple(changed))


def _refuse_existing(session: Session, record: Record) -> None:
    key, number = str(record["id"]), record.get("number")
    same_number = [col(Project.number) == number] if number else []
    same = select(Project.id).where(or_(col(Project.id) == key, *same_number))
    held = session.exec(same.limit(1)).first()
    if held is not None:
        raise RecordExists(
            f"The record {held} is there already: change it at /v1/projects/{held}, or upsert."
        )


def _status(record: Record, today: date) -> str:
    start, end = record.get("start_date"), record.get("end_date")
    return status_on(
        today,
        start if isinstance(start, date) else None,
        end if isinstance(end, date) else None,
    )


def _version(record: Record) -> int:
    version = record["version"]
    if not isinstance(version, int):
        raise TypeError("a stored record has a version")
    return version
