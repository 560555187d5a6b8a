"""Which organisation an owner is: one row for one number, else for one name; spellings are kept.

An organisation that was merged by hand answers for nothing itself: what is found to be its own
goes to the one that it was merged into.
"""

from sqlalchemy import String, bindparam, delete, insert
from sqlmodel import Session, col, select

from app.domain.collation import fold, sort_key
from app.domain.organisations import organisation_id
from app.domain.swedish import is_personal_number
from app.models import Organisation, OrganisationEvent, Spelling
from app.store.history import Event
from app.store.moving import move_projects, owned_by

_BORNE = select(Spelling.folded).where(col(Spelling.organisation_id) == bindparam("heir"))
_HAND_ON = insert(Spelling).from_select(
    ["organisation_id", "folded", "name"],
    select(bindparam("heir", type_=String), Spelling.folded, Spelling.name).where(
        col(Spelling.organisation_id) == bindparam("old"), col(Spelling.folded).not_in(_BORNE)
    ),
)


def resolve_owner(session: Session, name: str, number: str | None) -> str:
    """The organisation's id; a new one is stored, and the spelling is remembered.

    A spelling without a number joins the numbered organisation when exactly one bears it, whichever
    of the two is seen first (`join_numberless`); a second numbered one that comes later parts
    nothing that is joined. Organisations that are merged count as one.
    """
    if number and is_personal_number(number):
        number = None
    key = organisation_id(name, number)
    known = session.get(Organisation, key)
    if known is None and number is None:
        standing = {_standing(one) for one in _numbered_with(session, name)}
        if len(standing) == 1:
            return standing.pop()
    if known is None:
        known = _add(session, key, name, number)
    if session.get(Spelling, (key, fold(name))) is None:
        session.add(Spelling(organisation_id=key, folded=fold(name), name=name))
        session.flush()
    return _standing(known)


def join_numberless(session: Session, name: str, key: str, event: Event) -> None:
    """Moves the projects of a name seen without number to the one numbered organisation.

    What a person has merged or parted, no import joins.
    """
    old = session.get(Organisation, organisation_id(name, None))
    if old is None or old.id == key or _is_settled(session, old):
        return
    bearers = _numbered_with(session, name)
    if len(bearers) != 1:
        return
    numberless, heir = old.id, bearers[0].id
    move_projects(session, owned_by(session, numberless), key, event)
    _hand_on_spellings(session, numberless, heir)


def _standing(organisation: Organisation) -> str:
    """The id of the organisation that answers for this one."""
    return organisation.merged_into or organisation.id


def _add(session: Session, key: str, name: str, number: str | None) -> Organisation:
    organisation = Organisation(
        id=key,
        number=number,
        number_key=sort_key(number) if number else None,
        name=name,
        name_key=sort_key(name),
    )
    session.add(organisation)
    session.flush()
    return organisation


def _numbered_with(session: Session, name: str) -> list[Organisation]:
    """The numbered organisations that bear a spelling, merged ones too."""
    return list(
        session.exec(
            select(Organisation)
            .join(Spelling, col(Spelling.organisation_id) == col(Organisation.id))
            .where(col(Spelling.folded) == fold(name), col(Organisation.number).is_not(None))
        )
    )


def _is_settled(session: Session, organisation: Organisation) -> bool:
    """Whether a person has decided what this organisation belongs to, or what to it."""
    merged_here = col(Organisation.merged_into) == organisation.id
    decided = col(OrganisationEvent.organisation_id) == organisation.id
    return (
        session.exec(select(Organisation.id).where(merged_here).limit(1)).first() is not None
        or session.exec(select(OrganisationEvent.id).where(decided).limit(1)).first() is not None
    )


def _hand_on_spellings(session: Session, old: str, heir: str) -> None:
    """Those that the heir does not bear yet become its own; the organisation itself goes."""
    session.flush()
    connection = session.connection()
    connection.execute(_HAND_ON, {"old": old, "heir": heir})
    connection.execute(delete(Spelling).where(col(Spelling.organisation_id) == old))
    connection.execute(delete(Organisation).where(col(Organisation.id) == old))
    session.expire_all()
