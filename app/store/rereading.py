"""Records made anew from documents that are stored already: what a mended reader reads in them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from app.domain.provenance import IMPORT, Author, Statement, attribute, ground, merge
from app.models import Project, Quarantined, StoredDocument
from app.store.columns import from_row
from app.store.evidence import Evidence, is_known
from app.store.history import Event, latest_evidence, raise_dataset_version, restate
from app.store.projects import (
    Outcome,
    Reading,
    Saved,
    Visit,
    as_known,
    issues_of,
    join_owner,
    settle_changes,
    settle_owner,
)
from app.store.records import make_record, update_record


def stored_pages(session: Session, key: str, layouts: Sequence[str]) -> list[StoredDocument]:
    """The documents of these layouts that a record comes from, the oldest first."""
    held = select(StoredDocument).where(
        StoredDocument.project_id == key,
        col(StoredDocument.layout).in_(layouts),
        col(StoredDocument.content).is_not(None),
    )
    found = session.exec(held).all()
    return sorted(found, key=lambda one: (one.dated or one.imported_at.date(), one.imported_at))


def records_of(session: Session, layouts: Sequence[str]) -> list[str]:
    """The records that stand, and that documents of these layouts state."""
    stated = select(StoredDocument.project_id).where(col(StoredDocument.layout).in_(layouts))
    keys = select(Project.id).where(col(Project.id).in_(stated))
    return list(session.exec(keys.order_by(col(Project.id))))


def other_documents(session: Session, layouts: Sequence[str], *, refused: bool) -> list[str]:
    """Hashes of the stored lists of these layouts and, if asked for, of what no reader took."""
    lists = select(StoredDocument.sha256).where(
        col(StoredDocument.layout).in_(layouts), col(StoredDocument.project_id).is_(None)
    )
    found = list(session.exec(lists))
    if refused:
        found += session.exec(select(Quarantined.sha256))
    kept = select(StoredDocument.sha256).where(
        col(StoredDocument.sha256).in_(found), col(StoredDocument.content).is_not(None)
    )
    return list(session.exec(kept.order_by(col(StoredDocument.imported_at))))


def save_again(
    session: Session, project: Project, readings: Sequence[Reading], visit: Visit
) -> Saved:
    """The record as its documents, read anew, and everything else that is known make it.

    What was set by hand stays; what other documents state, too.
    """
    known = latest_evidence(session, project.id)
    evidence = _read_anew(known, [as_known(known, reading) for reading in readings])
    record = make_record(evidence, visit.today) | {"id": project.id}
    settle_owner(session, record)
    changes = settle_changes(known, evidence, from_row(project), record)
    event = Event("update", visit.at, Author(IMPORT.by, "read again"))
    if changes:
        update_record(session, project, record, evidence, event, changes)
        join_owner(session, record, event)
    elif not is_known(evidence, known):
        restate(session, project.id, project.version, evidence)
        raise_dataset_version(session, event.at)
    outcome: Outcome = "updated" if changes else "unchanged"
    return Saved(outcome, project.id, None, issues_of(record), (), changes)


def _read_anew(known: Evidence, readings: Sequence[Reading]) -> Evidence:
    again = {reading.source.sha256 for reading in readings}
    statements = {
        name: s
        for name, s in ground(known.statements).items()
        if s.by or s.source is None or s.source.sha256 not in again
    }
    read: dict[str, Statement] = {}
    for reading in readings:
        read = merge(read, attribute(reading.statements, reading.source))
    labels = {reading.source.sha256: reading.unknown_labels for reading in readings}
    return replace(
        known,
        statements=merge(statements, read, again=True),
        unknown_labels={**known.unknown_labels, **labels},
        period=next((r.period for r in reversed(readings) if r.period), known.period),
    )
