"""Two organisations merged by hand, and parted again, with the history of both.

Who was merged into whom stays in the events; `merged_into` is where that leads in the end, so that
a merge into one that is merged itself later needs no second look.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session, col, func, select

from app.domain.collation import fold
from app.errors import AlreadyMerged, MergeNotFound, OrganisationNotFound
from app.faults import Fault, RecordRejected, quoted, shortened
from app.models import Organisation, OrganisationEvent, PastProject, Project, Spelling
from app.store.history import Event, raise_dataset_version
from app.store.moving import move_projects, owned_by

Op = Literal["merge", "undo"]


def merge_organisation(session: Session, key: str, into: str, event: Event) -> None:
    """Has `into` answer for an organisation and for all that were merged into it before.

    Raises `OrganisationNotFound`, `AlreadyMerged`, and `RecordRejected` where `into` cannot be.
    """
    organisation = _require(session, key)
    if organisation.merged_into is not None:
        raise AlreadyMerged(f"{key} is merged into {organisation.merged_into} already.")
    _check_target(session, key, into)
    moved = owned_by(session, key)
    move_projects(session, moved, into, event)
    _point(session, [organisation, *_merged_into(session, key)], into)
    _note(session, "merge", (key, into), moved, event)


def undo_merge(session: Session, key: str, event: Event) -> None:
    """Parts an organisation, with all that were merged into it, from where it was merged.

    Projects go back that moved then, and those that came since and are its own: by number, or by a
    spelling that nobody left behind bears. Raises `OrganisationNotFound`, `MergeNotFound`.
    """
    organisation = _require(session, key)
    target = organisation.merged_into
    if target is None:
        raise MergeNotFound(f"{key} is merged into no other organisation.")
    tree = [one.id for one in _merged_into(session, target)]
    merges = _merges_of(session, tree)
    parting = _parting(session, merges, key, target)
    moved = [one.id for one in _projects_of(session, target) if parting.takes(session, one)]
    move_projects(session, moved, key, event)
    organisation.merged_into = None
    session.add(organisation)
    rest = [one for one in _merged_into(session, target) if one.id in parting.group]
    _point(session, rest, key)
    _note(session, "undo", (key, merges[key].into_id), moved, event)


@dataclass(frozen=True, slots=True)
class _Parting:
    """What goes with an organisation: the group it leads, and which projects are the group's."""

    key: str
    group: frozenset[str]
    inside: frozenset[str]  # spellings that the group bears
    outside: frozenset[str]  # spellings that those left behind bear
    moved: frozenset[str]  # projects that came with the merge

    def takes(self, session: Session, project: Project) -> bool:
        """Whether a project goes with the group."""
        if project.owner_organisation_number is not None:
            return project.owner_organisation_number in self.group
        name = fold(project.owner)
        if name not in self.inside or name not in self.outside:
            return name in self.inside
        return project.id in self.moved and name == self._name_then(session, project)

    def _name_then(self, session: Session, project: Project) -> str | None:
        """The owner's name when the project was last the organisation's."""
        then = session.exec(
            select(PastProject)
            .where(PastProject.id == project.id, PastProject.owner_id == self.key)
            .order_by(col(PastProject.version).desc())
            .limit(1)
        ).first()
        if then is None or then.owner_organisation_number is not None:
            return None
        return fold(then.owner)


def _parting(
    session: Session, merges: Mapping[str, OrganisationEvent], key: str, target: str
) -> _Parting:
    group = {one for one in merges if key in _way_up(merges, one)}
    spelt = session.exec(
        select(Spelling).where(col(Spelling.organisation_id).in_([*merges, target]))
    ).all()
    return _Parting(
        key,
        frozenset(group),
        frozenset(one.folded for one in spelt if one.organisation_id in group),
        frozenset(one.folded for one in spelt if one.organisation_id not in group),
        frozenset(json.loads(merges[key].project_ids)),
    )


def _way_up(merges: Mapping[str, OrganisationEvent], key: str) -> Iterable[str]:
    """An organisation and those that it was merged into, one after another."""
    while key in merges:
        yield key
        key = merges[key].into_id


def _merges_of(session: Session, keys: Iterable[str]) -> dict[str, OrganisationEvent]:
    """The merge that each of these merged organisations is in."""
    newest = (
        select(func.max(OrganisationEvent.id))
        .where(col(OrganisationEvent.organisation_id).in_(list(keys)))
        .group_by(col(OrganisationEvent.organisation_id))
    )
    events = session.exec(select(OrganisationEvent).where(col(OrganisationEvent.id).in_(newest)))
    return {one.organisation_id: one for one in events}


def _require(session: Session, key: str) -> Organisation:
    organisation = session.get(Organisation, key)
    if organisation is None:
        raise OrganisationNotFound(f"No organisation has the id “{shortened(key)}”.")
    return organisation


def _check_target(session: Session, key: str, into: str) -> None:
    target = session.get(Organisation, into)
    if target is None:
        detail = f"No organisation has the id {quoted(into)}."
        raise RecordRejected([Fault("/into", OrganisationNotFound.code, detail, place="body")])
    if into == key:
        detail = "An organisation cannot be merged into itself."
        raise RecordRejected([Fault("/into", "conflict", detail, place="body")])
    if target.merged_into is not None:
        detail = f"{into} is merged into {target.merged_into} itself."
        hint = None if target.merged_into == key else target.merged_into
        raise RecordRejected([Fault("/into", "conflict", detail, hint, place="body")])


def _projects_of(session: Session, key: str) -> list[Project]:
    owned = select(Project).where(Project.owner_id == key)
    return list(session.exec(owned.order_by(Project.id)))


def _merged_into(session: Session, key: str) -> list[Organisation]:
    return list(session.exec(select(Organisation).where(Organisation.merged_into == key)))


def _point(session: Session, organisations: Iterable[Organisation], into: str) -> None:
    for one in organisations:
        one.merged_into = into
        session.add(one)


def _note(session: Session, op: Op, pair: tuple[str, str], moved: list[str], event: Event) -> None:
    """The event of a merge or its undoing; `pair` is who was merged, and into whom."""
    session.add(
        OrganisationEvent(
            organisation_id=pair[0],
            op=op,
            into_id=pair[1],
            project_ids=json.dumps(moved),
            at=event.at,
            by=event.author.by,
            reason=event.author.reason,
        )
    )
    raise_dataset_version(session, event.at)  # organisations differ, even where no project moved
    session.flush()
