"""Organisations, and all that they are found by."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.domain.collation import SEPARATOR
from app.store.owner_names import OwnerName
from app.suggestions.index import Index, Listed
from app.suggestions.typed import Label

_ROOM = 1_000
"""Places of owners that are no more, which nobody minds."""


class Owner(NamedTuple):
    """An organisation that answers for itself, with its place in the order of names."""

    name_key: str
    id: str
    number: str | None
    name: str


class Owners:
    """Organisations that are found by any word of any of their names, and by their numbers."""

    def __init__(self, names: Iterable[OwnerName]) -> None:
        self.listed: list[Owner] = []  # by their places in the index
        self.index = Index()
        self._known: dict[str, tuple[int, Owner, list[str]]] = {}
        self.tell((), names)

    @property
    def is_worn(self) -> bool:
        """Whether it should be made anew: most of its places are of owners that are no more."""
        return len(self.index) > 2 * len(self._known) + _ROOM

    def tell(self, changed: Iterable[str], names: Iterable[OwnerName]) -> None:
        """Has these names be all that owners have, and those that changed have no others."""
        told: dict[str, tuple[Owner, list[str]]] = {}
        for key, number, name, name_key, folded in names:
            if key not in told:
                told[key] = Owner(name_key, key, number, name), []
            told[key][1].append(folded)
        for key in changed:
            if key not in told:
                self._drop(key)
        for owner, spellings in told.values():
            self._take(owner, spellings)

    def _take(self, owner: Owner, spellings: list[str]) -> None:
        known = self._known.get(owner.id)
        if known is not None and known[1:] == (owner, spellings):
            return
        self._drop(owner.id)
        codes = [owner.number] if owner.number else []
        place = self.index.add(Listed(_labels(owner, spellings), codes))
        self.listed.append(owner)
        self._known[owner.id] = place, owner, spellings

    def _drop(self, key: str) -> None:
        if key in self._known:
            self.index.drop(self._known.pop(key)[0])


def _labels(owner: Owner, spellings: Sequence[str]) -> Sequence[Label]:
    name = owner.name_key.partition(SEPARATOR)[2]
    return [Label.of_folded(text) for text in dict.fromkeys((name, *spellings))]
