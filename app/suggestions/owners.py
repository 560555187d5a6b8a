"""Organisations, and all that they are found by."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from app.domain.collation import sort_key
from app.store.suggestions import OwnerName
from app.suggestions.index import Index, Listed
from app.suggestions.typed import Label

_REMEMBERED = 20_000
_label = lru_cache(_REMEMBERED)(Label.of)
"""Nearly all names are the same when some have changed."""


class Owner(NamedTuple):
    """An organisation that answers for itself."""

    id: str
    number: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Owners:
    """Organisations in the order of their names, as they are found; `names` is what it was made
    of."""

    names: Sequence[OwnerName]
    listed: Sequence[Owner]
    index: Index

    @classmethod
    def of(cls, names: Sequence[OwnerName]) -> "Owners":
        """All owners with these names."""
        spellings: dict[Owner, list[str]] = {}
        for key, number, name, spelling in names:
            spellings.setdefault(Owner(key, number, name), []).append(spelling)
        spelt = sorted(spellings.items(), key=lambda one: (sort_key(one[0].name), one[0].id))
        listed = [
            Listed(_labels(owner, found), [owner.number] if owner.number else [])
            for owner, found in spelt
        ]
        return cls(names, [owner for owner, _ in spelt], Index(listed))


def _labels(owner: Owner, spellings: Sequence[str]) -> Sequence[Label]:
    return [_label(name) for name in dict.fromkeys((owner.name, *spellings))]
