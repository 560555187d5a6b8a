"""Stores what a document states of a project: match, merge, derive, write if anything changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session

from app.domain.derivation import derive, values
from app.domain.provenance import Source, Statements, UnknownLabel, attribute, merge, printed_only
from app.domain.record import Value, project_id
from app.models import Project
from app.store.columns import from_row, to_columns
from app.store.evidence import Evidence
from app.store.history import (
    latest_evidence,
    latest_version,
    raise_dataset_version,
    restate,
    write_version,
)
from app.store.matching import MatchedBy, find_match
from app.store.organisations import join_numberless, resolve_owner

Outcome = Literal["created", "updated", "unchanged"]

_CLERICAL = frozenset({"version", "created_at", "updated_at", "last_seen_at"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document states, and where it was read."""

    source: Source
    statements: Statements
    unknown_labels: tuple[UnknownLabel, ...]
    period: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a reading."""

    outcome: Outcome
    id: str
    matched_by: MatchedBy | None
    issues: tuple[str, ...]


def save_reading(session: Session, reading: Reading, today: date) -> Saved:
    """Makes or updates the record that a reading speaks of; raises `RecordConflict`."""
    match = find_match(session, values(reading.statements))
    known = latest_evidence(session, match.project.id) if match.project else Evidence({})
    evidence = _combine(known, reading)
    record = _make_record(evidence, today)
    owner = str(record["owner"])
    owner_id = resolve_owner(session, owner, _optional(record["owner_organisation_number"]))
    record["owner_id"] = owner_id
    if match.project is None:
        outcome: Outcome = "created"
        record["id"] = _create(session, record, evidence, reading.source.read_at)
    else:
        record["id"] = match.project.id
        outcome = _update(session, match.project, record, evidence, reading.source.read_at)
    join_numberless(session, owner, owner_id, reading.source.read_at)
    issues = record["quality_issues"]
    return Saved(outcome, str(record["id"]), match.by, issues if isinstance(issues, tuple) else ())


def _combine(known: Evidence, reading: Reading) -> Evidence:
    statements = attribute(reading.statements, reading.source)
    return Evidence(
        merge(printed_only(known.statements), statements),
        {**known.unknown_labels, reading.source.sha256: reading.unknown_labels},
        reading.period or known.period,
    )


def _make_record(evidence: Evidence, today: date) -> dict[str, Value]:
    """The whole record but its key and clerical fields; the evidence gains what is derived."""
    derived = derive(evidence.statements, evidence.period, today)
    evidence.statements = derived.statements
    issues = derived.issues | ({"unknown-label"} if evidence.has_unknown_labels else set())
    record = dict(values(derived.statements))
    record["quality_issues"] = tuple(sorted(issues))
    return record


def _create(session: Session, record: dict[str, Value], evidence: Evidence, at: datetime) -> str:
    start = record["start_date"]
    key = project_id(
        _optional(record["number"]),
        str(record["name"]),
        str(record["owner"]),
        start if isinstance(start, date) else None,
    )
    record |= {"id": key, "version": latest_version(session, key) + 1}
    record |= {"created_at": at, "updated_at": at, "last_seen_at": at}
    session.add(Project(**to_columns(record)))
    stated = (name for name, value in record.items() if value is not None)
    write_version(session, record, evidence, "create", stated)
    session.flush()
    return key


def _update(
    session: Session,
    project: Project,
    record: dict[str, Value],
    evidence: Evidence,
    at: datetime,
) -> Outcome:
    held = from_row(project)
    changed = [name for name in held if name not in _CLERICAL and held[name] != record[name]]
    project.last_seen_at = at
    if changed:
        record |= {"version": project.version + 1, "updated_at": at}
        record |= {"created_at": project.created_at, "last_seen_at": at}
        _assign(project, to_columns(record))
        write_version(session, record, evidence, "update", changed)
    else:
        restate(session, project.id, project.version, evidence)
        raise_dataset_version(session, at)
    session.add(project)
    session.flush()
    return "updated" if changed else "unchanged"


def _assign(project: Project, columns: Mapping[str, object]) -> None:
    for name, value in columns.items():
        setattr(project, name, value)


def _optional(value: Value) -> str | None:
    return str(value) if value is not None else None
