"""Stores what a document states of a project: match, merge, derive, write if anything changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session

from app.domain.derivation import values
from app.domain.provenance import (
    IMPORT,
    Author,
    Source,
    Statements,
    UnknownLabel,
    attribute,
    contradicted,
    ground,
    merge,
    outdated,
    without_older_reading,
)
from app.domain.record import Value
from app.errors import RecordDeleted
from app.models import Project
from app.store.columns import from_row
from app.store.deletions import deleted_key, evidence_before_deletion
from app.store.evidence import Evidence, is_known
from app.store.history import Event, latest_evidence, raise_dataset_version, restate
from app.store.matching import Match, MatchedBy, find_match
from app.store.organisations import join_numberless, resolve_owner
from app.store.records import differences, insert_record, key_of, make_record, update_record

Outcome = Literal["created", "updated", "unchanged", "conflict"]
Changes = Mapping[str, tuple[Value, Value]]
"""Field → its value before and after."""
SOURCE_FIELDS = frozenset({"source_url", "source_date"})
"""They tell where the record's values stand, and change with these alone."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What becomes of a value set by hand of which a document states another, and of a deleted
    record that a document speaks of; and whether documents that are known are read `again`. See
    importer/incoming.py."""

    on_conflict: Literal["report", "keep", "replace"] = "report"
    undelete: bool = False
    again: bool = False


CAREFUL = Policy()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document, or one row of a list, states, and where it was read.

    `key` is the id that an export of ours gives the record.
    """

    source: Source
    statements: Statements
    unknown_labels: tuple[UnknownLabel, ...]
    period: str | None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a reading; `contradicted` names fields set by hand, of which the document
    states another value: they stay unless the policy lets them give way. `outdated` names those of
    which a newer document states another value."""

    outcome: Outcome
    id: str
    matched_by: MatchedBy | None
    issues: tuple[str, ...]
    contradicted: tuple[str, ...] = ()
    changes: Changes = field(default_factory=dict)
    outdated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """When documents are taken in, on which day in Sweden, and how."""

    at: datetime
    today: date
    policy: Policy = CAREFUL


def save_reading(session: Session, reading: Reading, visit: Visit) -> Saved:
    """Makes or updates the record that a reading speaks of; raises `RecordConflict`, and
    `RecordDeleted` where the record was deleted: it stays so unless the policy brings it back."""
    match = find_match(session, values(reading.statements), reading.key)
    if match.project is None:
        return _create(session, reading, visit)
    return _update(session, match, match.project, reading, visit)


def combine(known: Evidence, reading: Reading, *, again: bool = False) -> Evidence:
    """Everything that is known once a further document has been read, or one is read `again`."""
    source = reading.source
    new = attribute(reading.statements, source)
    held = without_older_reading(ground(known.statements), source)
    labels = known.unknown_labels
    if not _is_behind(held, reading):
        labels = {**labels, source.sha256: reading.unknown_labels}
    statements = merge(held, new, again=again) if held else new
    return Evidence(statements, labels, reading.period or known.period, known.accepted)


def as_known(known: Evidence, reading: Reading) -> Reading:
    """A page or row that is read once more, with the time of its reading if that is known: one that
    came back last would speak as of the day it first came."""
    source, lines = reading.source, {s.line for s in reading.statements.values()} - {0}
    for s in known.statements.values():
        if s.line in lines and s.source is not None and s.source.sha256 == source.sha256:
            return replace(reading, source=replace(source, read_at=s.source.read_at))
    return reading


def _is_behind(held: Statements, reading: Reading) -> bool:
    """Whether a later row of the same list is known: the list is read once more."""
    sha256 = reading.source.sha256
    known = [s.line for s in held.values() if s.source and s.source.sha256 == sha256]
    if not known:
        return False
    return max(known) > max((s.line for s in reading.statements.values()), default=0)


def _create(session: Session, reading: Reading, visit: Visit) -> Saved:
    record = make_record(combine(Evidence({}), reading), visit.today)
    deleted = deleted_key(session, record, reading.key)
    if deleted is not None and not visit.policy.undelete:
        raise RecordDeleted(f"{deleted} was deleted and stays so")
    known = evidence_before_deletion(session, deleted) if deleted else Evidence({})
    evidence = combine(known, reading)
    record = make_record(evidence, visit.today)
    record["id"] = deleted or reading.key or key_of(record)
    event = Event("create", visit.at, IMPORT)
    settle_owner(session, record)
    insert_record(session, record, evidence, event)
    join_owner(session, record, event)
    held = dict.fromkeys(record)
    return Saved(
        "created", str(record["id"]), None, issues_of(record), (), differences(held, record)
    )


def _update(
    session: Session, match: Match, project: Project, reading: Reading, visit: Visit
) -> Saved:
    known = latest_evidence(session, project.id)
    if visit.policy.again:
        reading = as_known(known, reading)
    against = contradicted(known.statements, reading.statements, reading.source)
    stated = {name: s for name, s in reading.statements.items() if name not in SOURCE_FIELDS}
    behind = outdated(known.statements, stated, reading.source)
    gives_way = visit.policy.on_conflict == "replace"
    kept = _letting_go(known, against) if gives_way else known
    evidence = combine(kept, reading, again=visit.policy.again)
    _drop_older_date(evidence, reading)
    record = make_record(evidence, visit.today) | {"id": project.id}
    settle_owner(session, record)
    changes = settle_changes(known, evidence, from_row(project), record)
    reason = f"replaces what was set by hand: {', '.join(against)}" if gives_way and against else ""
    event = Event("update", visit.at, Author(IMPORT.by, reason or None))
    if changes:
        update_record(session, project, record, evidence, event, changes)
    is_told = visit.policy.again and not changes and is_known(evidence, known)
    if not is_told:  # else the document is no newer for being read once more
        _note_seen(session, project, evidence, event, is_changed=bool(changes))
    join_owner(session, record, event)
    outcome: Outcome = "updated" if changes else "unchanged"
    if against and visit.policy.on_conflict == "report":
        outcome = "conflict"
    return Saved(outcome, project.id, match.by, issues_of(record), against, changes, behind)


def settle_owner(session: Session, record: dict[str, Value]) -> None:
    """Gives the record the id of the organisation that its owner is."""
    number = optional(record["owner_organisation_number"])
    record["owner_id"] = resolve_owner(session, str(record["owner"]), number)


def optional(value: Value) -> str | None:
    """A text that may be missing."""
    return str(value) if value is not None else None


def _letting_go(known: Evidence, names: tuple[str, ...]) -> Evidence:
    """What is known without what was set by hand for these fields."""
    kept = {name: s for name, s in known.statements.items() if name not in names}
    return replace(known, statements=kept)


def _drop_older_date(evidence: Evidence, reading: Reading) -> None:
    """Of what a newer document without a date states, an older date would be untrue."""
    held = evidence.statements.get("source_date")
    if held is None or held.by or held.source is None or "source_date" in reading.statements:
        return
    if held.source.as_of < reading.source.as_of:
        del evidence.statements["source_date"]


def settle_changes(
    known: Evidence, evidence: Evidence, held: Mapping[str, Value], record: dict[str, Value]
) -> Changes:
    """What a document changes. Where nothing but where and when the values were printed would
    change, nothing does: evidence and record keep what they held of that."""
    changes = differences(held, record)
    if not changes.keys() <= SOURCE_FIELDS:
        return changes
    for name in SOURCE_FIELDS:
        evidence.statements.pop(name, None)
        if name in known.statements:
            evidence.statements[name] = known.statements[name]
        record[name] = held[name]
    return {}


def _note_seen(
    session: Session, project: Project, evidence: Evidence, event: Event, *, is_changed: bool
) -> None:
    """The record was seen, and stands on what is known now, whether it changed or not."""
    project.last_seen_at = event.at
    if not is_changed:
        restate(session, project.id, project.version, evidence)
        raise_dataset_version(session, event.at)
    session.add(project)
    session.flush()


def join_owner(session: Session, record: Mapping[str, Value], event: Event) -> None:
    """Moves projects of the name without number to its organisation: `join_numberless`."""
    moved = Event("update", event.at, event.author)
    join_numberless(session, str(record["owner"]), str(record["owner_id"]), moved)


def issues_of(record: Mapping[str, Value]) -> tuple[str, ...]:
    """Codes of the quality issues that a record shows."""
    issues = record["quality_issues"]
    return issues if isinstance(issues, tuple) else ()
