"""Puts a record's new state in place, with its history: for imports and hand-made changes alike."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import insert
from sqlmodel import Session

from app.domain.derivation import derive
from app.domain.record import Record, Value, project_id
from app.models import Project
from app.store.columns import to_columns
from app.store.evidence import Evidence
from app.store.history import Event, keep_past, latest_version, write_version
from app.store.words import entry_of, index_entries

CLERICAL = frozenset({"version", "created_at", "updated_at", "last_seen_at"})
"""Fields that no change of a record consists of."""
GIVEN = CLERICAL | {"id", "owner_id"}
"""Fields that storing a record gives it."""


def make_record(evidence: Evidence, today: date) -> dict[str, Value]:
    """The whole record but its key, owner's id and clerical fields; the evidence gains what is
    derived, and loses acceptances of issues that are not met any more."""
    derived = derive(evidence.statements, evidence.period, today)
    evidence.statements = derived.statements
    record, issues = derived.record, derived.issues
    if evidence.has_unknown_labels:
        issues.add("unknown-label")
    evidence.accepted = {code: one for code, one in evidence.accepted.items() if code in issues}
    record["quality_issues"] = tuple(sorted(issues - evidence.accepted.keys()))
    return record


def key_of(record: Record) -> str:
    """The id that a record's number, or else its name, owner and start date, makes."""
    number, start = record.get("number"), record.get("start_date")
    return project_id(
        str(number) if number is not None else None,
        str(record["name"]),
        str(record["owner"]),
        start if isinstance(start, date) else None,
    )


def insert_record(
    session: Session, record: dict[str, Value], evidence: Evidence, event: Event
) -> None:
    """Stores a new record under its `id`; the version counts on from an earlier life."""
    key = str(record["id"])
    version = latest_version(session, key) + 1
    record |= {"version": version, "created_at": event.at}
    record |= {"updated_at": event.at, "last_seen_at": event.at}
    stated = [name for name, value in record.items() if value is not None]
    since = write_version(session, key, version, event, evidence, stated)
    columns = {**to_columns(record), "since": since}
    session.connection().execute(insert(Project), columns)
    index_entries(session.connection(), [entry_of(since, columns)])


def differences(held: Record, record: Record) -> dict[str, tuple[Value, Value]]:
    """The fields in which a record differs from the one that is held, clerical ones aside: their
    values before and after."""
    return {
        name: (value, record[name])
        for name, value in held.items()
        if name not in CLERICAL and value != record[name]
    }


def update_record(
    session: Session,
    project: Project,
    record: dict[str, Value],
    evidence: Evidence,
    event: Event,
    changed: Iterable[str],
) -> None:
    """Stores the new state of a record, as a version in which these fields changed."""
    version = project.version + 1
    record |= {"version": version, "updated_at": event.at}
    record |= {"created_at": project.created_at, "last_seen_at": project.last_seen_at}
    since = write_version(session, project.id, version, event, evidence, changed)
    session.flush()
    keep_past(session, project.id, since)
    columns = {**to_columns(record), "since": since}
    _assign(project, columns)
    session.add(project)
    session.flush()
    index_entries(session.connection(), [entry_of(since, columns)])


def delete_record(session: Session, project: Project, event: Event) -> None:
    """Takes a record away; its states stay in the history."""
    version = project.version + 1
    until = write_version(session, project.id, version, event, Evidence({}), ())
    session.flush()
    keep_past(session, project.id, until)
    session.delete(project)
    session.flush()


def _assign(project: Project, columns: Mapping[str, object]) -> None:
    for name, value in columns.items():
        setattr(project, name, value)
