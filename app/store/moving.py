"""Projects given to another organisation, many at once: each gets a version in which only its owner
differs, as if it had been changed by itself."""

import json
from collections.abc import Sequence

from sqlalchemy import DateTime, Integer, String, bindparam, insert, select, update
from sqlmodel import Session, col

from app.models import Change, Project, ProjectVersion
from app.store.history import Event, count_on, keep_past
from app.store.inserts import insert_rows

_CHANGED = json.dumps(["owner_id"])
_GIVE = (
    update(Project)
    .where(col(Project.id) == bindparam("key"))
    .values(
        owner_id=bindparam("heir"),
        version=Project.version + 1,
        updated_at=bindparam("moment"),
        since=bindparam("from"),
    )
)
_VERSION = insert(ProjectVersion).from_select(
    ["project_id", "version", "op", "at", "by", "reason", "provenance"],
    select(
        col(ProjectVersion.project_id),
        col(ProjectVersion.version) + 1,
        bindparam("op", type_=String),
        bindparam("moment", type_=DateTime),
        bindparam("who", type_=String),
        bindparam("why", type_=String),
        col(ProjectVersion.provenance),
    ).where(
        col(ProjectVersion.project_id) == bindparam("key"),
        col(ProjectVersion.version) == bindparam("held", type_=Integer),
    ),
)


def owned_by(session: Session, owner_id: str) -> list[str]:
    """Ids of the projects of an organisation, in their order."""
    owned = select(col(Project.id)).where(col(Project.owner_id) == owner_id)
    return list(session.connection().execute(owned.order_by(col(Project.id))).scalars())


def move_projects(session: Session, keys: Sequence[str], owner_id: str, event: Event) -> None:
    """Gives these projects to an organisation; their provenance stays what it is."""
    if not keys:
        return
    session.flush()
    connection = session.connection()
    count = len(keys)
    version, seq = count_on(session, event.at, versions=count, changes=count)
    author = {"who": event.author.by, "why": event.author.reason, "moment": event.at}
    changes = []
    for place, key in enumerate(keys, start=1 - count):
        since = version + place
        held = connection.execute(
            select(col(Project.version)).where(col(Project.id) == key)
        ).scalar_one()
        keep_past(session, key, since)
        given = {"key": key, "heir": owner_id, "from": since, "moment": event.at}
        connection.execute(_GIVE, given)
        connection.execute(_VERSION, {**author, "key": key, "held": held, "op": event.op})
        changes.append(
            {
                "seq": seq + place,
                "project_id": key,
                "version": held + 1,
                "op": event.op,
                "changed_fields": _CHANGED,
                "at": event.at,
                "dataset_version": since,
            }
        )
    insert_rows(session, Change, changes)
    session.expire_all()  # what the session holds of them is outdated
