"""Stores what a document states of a project: match, merge, derive, write if anything changed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlmodel import Session

from app.domain.derivation import values
from app.domain.provenance import (
    IMPORT,
    Source,
    Statements,
    UnknownLabel,
    attribute,
    contradicted,
    ground,
    merge,
)
from app.domain.record import Record, Value
from app.errors import RecordDeleted
from app.models import Project
from app.store.evidence import Evidence
from app.store.history import Event, latest_evidence, newest_version, raise_dataset_version, restate
from app.store.matching import MatchedBy, find_match
from app.store.organisations import join_numberless, resolve_owner
from app.store.records import insert_record, key_of, make_record, update_record

Outcome = Literal["created", "updated", "unchanged", "conflict"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document states, and where it was read."""

    source: Source
    statements: Statements
    unknown_labels: tuple[UnknownLabel, ...]
    period: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a reading; `contradicted` names fields set by hand, of which the document
    states another value: they stay."""

    outcome: Outcome
    id: str
    matched_by: MatchedBy | None
    issues: tuple[str, ...]
    contradicted: tuple[str, ...] = ()


def save_reading(session: Session, reading: Reading, today: date) -> Saved:
    """Makes or updates the record that a reading speaks of; raises `RecordConflict`, and
    `RecordDeleted` where the record was deleted: it stays so."""
    match = find_match(session, values(reading.statements))
    known = latest_evidence(session, match.project.id) if match.project else Evidence({})
    against = contradicted(known.statements, reading.statements)
    evidence = _combine(known, reading)
    record = make_record(evidence, today)
    if match.project is None:
        _refuse_deleted(session, record)
    at, owner = reading.source.read_at, str(record["owner"])
    owner_id = resolve_owner(session, owner, optional(record["owner_organisation_number"]))
    record["owner_id"] = owner_id
    if match.project is None:
        outcome: Outcome = "created"
        record["id"] = key_of(record)
        insert_record(session, record, evidence, Event("create", at, IMPORT))
    else:
        record["id"] = match.project.id
        event = Event("update", at, IMPORT)
        outcome = "conflict" if against else "unchanged"
        if _update(session, match.project, record, evidence, event) and not against:
            outcome = "updated"
    join_numberless(session, owner, owner_id, Event("update", at, IMPORT))
    issues = record["quality_issues"]
    return Saved(
        outcome,
        str(record["id"]),
        match.by,
        issues if isinstance(issues, tuple) else (),
        against,
    )


def _combine(known: Evidence, reading: Reading) -> Evidence:
    statements = attribute(reading.statements, reading.source)
    return Evidence(
        merge(ground(known.statements), statements),
        {**known.unknown_labels, reading.source.sha256: reading.unknown_labels},
        reading.period or known.period,
    )


def _refuse_deleted(session: Session, record: Record) -> None:
    newest = newest_version(session, key_of(record))
    if newest is not None and newest.op == "delete":
        raise RecordDeleted(f"{newest.project_id} was deleted and stays so")


def _update(
    session: Session, project: Project, record: dict[str, Value], evidence: Evidence, event: Event
) -> bool:
    """Whether the reading changed the record; that it was seen is noted in any case."""
    changed = update_record(session, project, record, evidence, event)
    project.last_seen_at = event.at
    if not changed:
        restate(session, project.id, project.version, evidence)
        raise_dataset_version(session, event.at)
    session.add(project)
    session.flush()
    return bool(changed)


def optional(value: Value) -> str | None:
    """A text that may be missing."""
    return str(value) if value is not None else None
