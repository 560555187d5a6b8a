"""Which organisation an owner is: one row for one number, else for one name; spellings are kept."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.domain.collation import fold, sort_key
from app.domain.organisations import organisation_id
from app.domain.swedish import is_personal_number
from app.models import Organisation, Project, Spelling
from app.store.columns import from_row
from app.store.history import latest_evidence, write_version


def resolve_owner(session: Session, name: str, number: str | None) -> str:
    """The organisation's id; a new one is stored, and the spelling is remembered.

    A spelling without a number joins the numbered organisation when exactly one bears it, whichever
    of the two is seen first (`join_numberless`); a second numbered one that comes later parts
    nothing that is joined.
    """
    if number and is_personal_number(number):
        number = None
    key = organisation_id(name, number)
    if number is None:
        numbered = _numbered_with(session, name)
        key = numbered[0] if len(numbered) == 1 else key
    if session.get(Organisation, key) is None:
        session.add(
            Organisation(
                id=key,
                number=number,
                number_key=sort_key(number) if number else None,
                name=name,
                name_key=sort_key(name),
            )
        )
        session.flush()
    if session.get(Spelling, (key, fold(name))) is None:
        session.add(Spelling(organisation_id=key, folded=fold(name), name=name))
        session.flush()
    return key


def _numbered_with(session: Session, name: str) -> list[str]:
    """Ids of the numbered organisations that bear a spelling."""
    return list(
        session.exec(
            select(Organisation.id)
            .join(Spelling, col(Spelling.organisation_id) == col(Organisation.id))
            .where(col(Spelling.folded) == fold(name), col(Organisation.number).is_not(None))
        )
    )


def join_numberless(session: Session, name: str, key: str, at: datetime) -> None:
    """Moves the projects of a name seen without number to the one numbered organisation."""
    old = organisation_id(name, None)
    if key == old or _numbered_with(session, name) != [key]:
        return
    for project in session.exec(select(Project).where(Project.owner_id == old)).all():
        project.owner_id = key
        project.version += 1
        project.updated_at = at
        evidence = latest_evidence(session, project.id)
        write_version(session, from_row(project), evidence, "update", ["owner_id"])
        session.add(project)
    session.flush()
    for spelling in session.exec(select(Spelling).where(Spelling.organisation_id == old)).all():
        if session.get(Spelling, (key, spelling.folded)) is None:
            session.add(Spelling(organisation_id=key, folded=spelling.folded, name=spelling.name))
        session.delete(spelling)
    session.flush()
    organisation = session.get(Organisation, old)
    if organisation is not None:
        session.delete(organisation)
        session.flush()
