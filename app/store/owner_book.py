"""What is known of the owners of many new projects, asked for once: which organisation each is.

The rules are those of `resolve_owner`; where `join_numberless` may move other projects, that is
left to it.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, select

from app.domain.collation import fold, sort_key
from app.domain.organisations import organisation_id
from app.domain.swedish import is_personal_number
from app.models import Organisation, Spelling
from app.store.among import Among
from app.store.inserts import insert_rows

Owner = tuple[str, str | None]
"""A name as printed, and an organisation number."""
_KNOWN = Among(select(Organisation.id, Organisation.merged_into), Organisation.id)
_SPELT = Among(
    select(Spelling.folded, Organisation.id, Organisation.number, Organisation.merged_into).join(
        Organisation
    ),
    Spelling.folded,
)


class OwnerBook:
    """Organisations with their spellings, those that are to be stored too."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._standing: dict[str, str] = {}
        self._spelt: defaultdict[str, set[str]] = defaultdict(set)
        self._bearers: defaultdict[str, set[str]] = defaultdict(set)
        self._doubtful: set[str] = set()
        self._organisations: list[dict[str, Any]] = []
        self._spellings: list[dict[str, Any]] = []

    def meet(self, owners: Iterable[Owner]) -> None:
        """Asks the database what it knows of these."""
        keys: set[str] = set()
        folded: set[str] = set()
        for name, number in set(owners):
            folded.add(fold(name))
            keys.add(organisation_id(name, None))
            keys.add(organisation_id(name, number))
        for key, merged in _KNOWN.rows(self._session, keys):
            self._standing[key] = merged or key
        for name, key, number, merged in _SPELT.rows(self._session, folded):
            self._spelt[key].add(name)
            if number is not None:
                self._bearers[name].add(merged or key)

    def settle(self, name: str, number: str | None) -> str | None:
        """The id of the organisation that answers for an owner, a new one where there is none;
        None where that is not certain."""
        number = None if number and is_personal_number(number) else number
        folded, key = fold(name), organisation_id(name, number)
        if not self._doubtful.isdisjoint((folded, key)):
            return None
        if key not in self._standing:
            if number is None and len(self._bearers[folded]) == 1:
                return next(iter(self._bearers[folded]))
            self._add(key, name, number)
        if folded not in self._spelt[key]:
            self._spelt[key].add(folded)
            self._spellings.append({"organisation_id": key, "folded": folded, "name": name})
            if number is not None:
                self._bearers[folded].add(self._standing[key])
        return self._standing[key]

    def may_join(self, name: str, number: str | None) -> bool:
        """Whether the name is known without a number too, and this owner is the only one of that
        name who has one: then those projects may be of this owner."""
        if not number or is_personal_number(number) or len(self._bearers[fold(name)]) > 1:
            return False
        return organisation_id(name, None) in self._standing

    def note_joined(self, name: str, number: str | None) -> None:
        """Projects of the name without number may have moved to this owner, with its spellings."""
        old, key = organisation_id(name, None), organisation_id(name, number)
        del self._standing[old]
        self._spelt.pop(old, None)
        self.meet([(name, number)])
        spelt = select(Spelling.folded).where(Spelling.organisation_id == key)
        for folded in self._session.exec(spelt):
            self._spelt[key].add(folded)
            self._bearers[folded].add(self._standing[key])

    def doubt(self, name: str, number: str | None) -> None:
        """Someone else stores this owner: the book cannot tell any more."""
        self._doubtful |= {fold(name), organisation_id(name, number)}

    def flush(self) -> None:
        """Stores the new ones."""
        insert_rows(self._session, Organisation, self._organisations)
        insert_rows(self._session, Spelling, self._spellings)
        self._organisations, self._spellings = [], []

    def _add(self, key: str, name: str, number: str | None) -> None:
        self._standing[key] = key
        self._organisations.append(
            {
                "id": key,
                "number": number,
                "number_key": sort_key(number) if number else None,
                "name": name,
                "name_key": sort_key(name),
            }
        )
