"""Projects given to another organisation, many at once: each gets a version in which only its owner
differs, as if it had been changed by itself."""

import json
from collections.abc import Sequence

from sqlalchemy import DateTime, Integer, String, bindparam, insert, select, update
from sqlmodel import Session, col

from app.models import Change, Project, ProjectVersion
from app.store.history import KEEP, Event, count_on
from app.store.words import index_states

_OP = bindparam("op", type_=String)
_MOMENT = bindparam("moment", type_=DateTime)
_SINCE = bindparam("until", type_=Integer)
_IS_MEANT = col(Project.id) == bindparam("key")
_VERSION = insert(ProjectVersion).from_select(
    ["project_id", "version", "op", "at", "by", "reason", "provenance"],
    select(
        col(Project.id),
        col(Project.version) + 1,
        _OP,
        _MOMENT,
        bindparam("who", type_=String),
        bindparam("why", type_=String),
        col(ProjectVersion.provenance),
    ).where(
        _IS_MEANT,
        col(ProjectVersion.project_id) == col(Project.id),
        col(ProjectVersion.version) == col(Project.version),
    ),
)
_CHANGE = insert(Change).from_select(
    ["seq", "project_id", "version", "op", "changed_fields", "at", "dataset_version"],
    select(
        bindparam("number", type_=Integer),
        col(Project.id),
        col(Project.version) + 1,
        _OP,
        bindparam("fields", json.dumps(["owner_id"]), type_=String),
        _MOMENT,
        _SINCE,
    ).where(_IS_MEANT),
)
_GIVE = (
    update(Project)
    .where(_IS_MEANT)
    .values(
        owner_id=bindparam("heir"), version=Project.version + 1, updated_at=_MOMENT, since=_SINCE
    )
)
_STEPS = (
    (KEEP, ("key", "until")),
    (_VERSION, ("key", "op", "moment", "who", "why")),
    (_CHANGE, ("key", "number", "op", "moment", "until")),
    (_GIVE, ("key", "heir", "moment", "until")),
)
"""Each with what it is told of a project."""


def owned_by(session: Session, owner_id: str) -> list[str]:
    """Ids of the projects of an organisation, in their order."""
    owned = select(col(Project.id)).where(col(Project.owner_id) == owner_id)
    return list(session.connection().execute(owned.order_by(col(Project.id))).scalars())


def move_projects(session: Session, keys: Sequence[str], owner_id: str, event: Event) -> None:
    """Gives these projects to an organisation; their provenance stays what it is."""
    if not keys:
        return
    session.flush()
    count = len(keys)
    version, seq = count_on(session, event.at, versions=count, changes=count)
    author = {"who": event.author.by, "why": event.author.reason}
    happened = {"heir": owner_id, "op": event.op, "moment": event.at, **author}
    moves = [
        {**happened, "key": key, "until": version + place, "number": seq + place}
        for place, key in enumerate(keys, start=1 - count)
    ]
    for statement, names in _STEPS:
        rows = [{name: move[name] for name in names} for move in moves]
        session.connection().execute(statement, rows)
    index_states(session.connection(), *(version + place for place in range(1 - count, 1)))
    session.expire_all()  # what the session holds of them is outdated
