"""Owners whose name holds a contact detail: organisations and their spellings.

Ids stay, and so does a spelling under which a record stands still.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlmodel import Session, col, select

from app.domain.collation import fold, sort_key
from app.models import Organisation, Project, Spelling
from app.store.redaction.places import Place
from app.store.redaction.scrubbing import Scrubber


def redact_owners(
    session: Session, renamed: Mapping[str, str], scrubber: Scrubber
) -> Iterator[Place]:
    """Takes out of the names of organisations what went from free text; every place.

    `renamed` is how the owner of a record is written now, by how it was, folded.
    """
    for one in session.exec(select(Organisation)).all():
        own = replace(scrubber, owners=frozenset({one.name}))
        name = renamed.get(fold(one.name)) or own.free_text(one.name)
        if name != one.name:
            one.name, one.name_key = name, sort_key(name)
            yield Place("organisation", one.id, "name")
        elif own.still_holds(name):
            yield Place("left", one.id, "name")
    for spelling in session.exec(select(Spelling)).all():
        own = replace(scrubber, owners=frozenset({spelling.name}))
        name = renamed.get(fold(spelling.name)) or own.free_text(spelling.name)
        if name != spelling.name:
            _respell(session, spelling, name)
            yield Place("organisation", spelling.organisation_id, "spelling")
        elif own.still_holds(name):
            yield Place("left", spelling.organisation_id, "spelling")


def _respell(session: Session, spelling: Spelling, name: str) -> None:
    key, folded = spelling.organisation_id, fold(name)
    borne = select(Project.id).where(col(Project.owner_key) == sort_key(spelling.name))
    if session.exec(borne.limit(1)).first() is None:
        session.delete(spelling)
        session.flush()
    if session.get(Spelling, (key, folded)) is None:
        session.add(Spelling(organisation_id=key, folded=folded, name=name))
        session.flush()
