"""What every write leaves behind: the past state, the version, the change-feed row and a raised
dataset version."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Integer, bindparam, insert, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, func, select

from app.domain.provenance import Author
from app.domain.record import now
from app.models import Change, Dataset, PastProject, Project, ProjectState, ProjectVersion
from app.store.evidence import Evidence, dump, load

Op = Literal["create", "update", "delete"]

_STATE = ("pk", *ProjectState.model_fields)
_COUNT_ON = (
    update(Dataset)
    .values(
        version=Dataset.version + bindparam("versions"),
        latest_seq=Dataset.latest_seq + bindparam("changes"),
        updated_at=bindparam("moment"),
    )
    .returning(col(Dataset.version), col(Dataset.latest_seq))
)
KEEP = insert(PastProject).from_select(
    [*_STATE, "until"],
    sa_select(
        *(col(getattr(Project, name)) for name in _STATE), bindparam("until", type_=Integer)
    ).where(col(Project.id) == bindparam("key")),
)
"""Copies the present row of the record `key` to the past states, as it stood until `until`."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happens to a record, when, by whom and why."""

    op: Op
    at: datetime
    author: Author


def moment(session: Session) -> datetime:
    """This moment, in UTC and whole seconds; never before that of an earlier change."""
    return max(now(), session.exec(select(Dataset.updated_at)).one())


def present_version(session: Session) -> int:
    """The dataset version as this transaction sees it."""
    return session.exec(select(Dataset.version)).one()


def raise_dataset_version(session: Session, at: datetime) -> int:
    """The next dataset version: whatever any reader sees has changed."""
    return count_on(session, at, versions=1, changes=0)[0]


def write_version(
    session: Session,
    key: str,
    version: int,
    event: Event,
    evidence: Evidence,
    changed: Iterable[str],
) -> int:
    """One version of a record with its change-feed row; returns the dataset version it makes."""
    dataset_version, seq = count_on(session, event.at, versions=1, changes=1)
    happened = {"project_id": key, "version": version, "op": event.op, "at": event.at}
    author = {"by": event.author.by, "reason": event.author.reason}
    connection = session.connection()
    connection.execute(insert(ProjectVersion), {**happened, **author, "provenance": dump(evidence)})
    connection.execute(
        insert(Change),
        {
            **happened,
            "seq": seq,
            "changed_fields": json.dumps(list(changed)),
            "dataset_version": dataset_version,
        },
    )
    return dataset_version


def count_on(session: Session, at: datetime, *, versions: int, changes: int) -> tuple[int, int]:
    """The last of the dataset versions, and of the numbers in the feed, that come next."""
    counts = {"moment": at, "versions": versions, "changes": changes}
    version, seq = session.connection().execute(_COUNT_ON, counts).one()
    return version, seq


def is_unused(session: Session) -> bool:
    """Whether no record has ever been stored."""
    return session.exec(select(ProjectVersion.version).limit(1)).first() is None


def keep_past(session: Session, key: str, until: int) -> None:
    """Copies the present row of a record, as the database holds it, to the past states."""
    session.connection().execute(KEEP, {"key": key, "until": until})


def restate(session: Session, key: str, version: int, evidence: Evidence) -> None:
    """Another document states the same: it is what the present version stands on from now on."""
    present = session.get_one(ProjectVersion, (key, version))
    present.provenance = dump(evidence)
    session.add(present)


def latest_evidence(session: Session, key: str) -> Evidence:
    """The provenance of a record's newest version; empty where it has none."""
    newest = newest_version(session, key)
    return load(newest.provenance) if newest else Evidence({})


def newest_version(session: Session, key: str) -> ProjectVersion | None:
    """The newest version that a key ever had, a deletion too; None where it is new."""
    return session.exec(
        select(ProjectVersion)
        .where(ProjectVersion.project_id == key)
        .order_by(col(ProjectVersion.version).desc())
        .limit(1)
    ).first()


def latest_version(session: Session, key: str) -> int:
    """The newest version number that a key ever had; 0 where it is new."""
    return (
        session.exec(
            select(func.max(ProjectVersion.version)).where(ProjectVersion.project_id == key)
        ).one()
        or 0
    )
