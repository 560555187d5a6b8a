"""What every write leaves behind: the version, the change-feed row and a raised dataset version."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, func, select

from app.domain.fields import FIELDS
from app.domain.record import Record
from app.domain.representation import record_to_json
from app.models import Change, Dataset, ProjectVersion
from app.store.evidence import Evidence, dump, load

_KEPT = tuple(field.name for field in FIELDS if field.name not in ("status", "last_seen_at"))


def raise_dataset_version(session: Session, at: datetime) -> int:
    """The next dataset version: whatever any reader sees has changed."""
    dataset = session.exec(select(Dataset)).one()
    dataset.version += 1
    dataset.updated_at = at
    session.add(dataset)
    return dataset.version


def write_version(
    session: Session, record: Record, evidence: Evidence, op: str, changed: Iterable[str]
) -> None:
    """One version of a record, its change-feed row and the dataset version."""
    key, version, at = str(record["id"]), record["version"], record["updated_at"]
    if not (isinstance(version, int) and isinstance(at, datetime)):
        raise TypeError("a record has a version and a time")
    dataset_version = raise_dataset_version(session, at)
    session.add(
        ProjectVersion(
            project_id=key,
            version=version,
            op=op,
            at=at,
            record=json.dumps(record_to_json(record, _KEPT), ensure_ascii=False),
            provenance=dump(evidence),
        )
    )
    session.add(
        Change(
            project_id=key,
            version=version,
            op=op,
            changed_fields=json.dumps(list(changed)),
            at=at,
            dataset_version=dataset_version,
        )
    )


def restate(session: Session, key: str, version: int, evidence: Evidence) -> None:
    """Another document states the same: it is what the present version stands on from now on."""
    present = session.get_one(ProjectVersion, (key, version))
    present.provenance = dump(evidence)
    session.add(present)


def latest_evidence(session: Session, key: str) -> Evidence:
    """The provenance of a record's newest version; empty where it has none."""
    text = session.exec(
        select(ProjectVersion.provenance)
        .where(ProjectVersion.project_id == key)
        .order_by(col(ProjectVersion.version).desc())
    ).first()
    return load(text) if text else Evidence({})


def latest_version(session: Session, key: str) -> int:
    """The newest version number that a key ever had; 0 where it is new."""
    return (
        session.exec(
            select(func.max(ProjectVersion.version)).where(ProjectVersion.project_id == key)
        ).one()
        or 0
    )
