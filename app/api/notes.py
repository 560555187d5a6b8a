"""What an answer says beside its rows: a misspelt owner is no error, and no silence, nor is a
moment that may be meant otherwise.
"""

import difflib
from collections.abc import Iterator

from app.database import Reader
from app.domain.collation import fold
from app.query.model import Filter, Query
from app.query.moments import last_day
from app.query.resource import Resource
from app.query.search import read_terms
from app.query.tree import conditions_of
from app.store.reads import is_owner_known, spellings
from app.store.sought import MOST_PARTS
from app.store.view import YEARS

LINK_TOO_LONG = (
    "The next page has no address of its own: the question is too long for one. Send it again with"
    " next_cursor as its cursor."
)
_MOST = 5
"""Owners that are told about: looking for near spellings takes time."""
_NEAR = 5
_EQUALITIES = frozenset({"eq", "ne", "in", "notin"})


def owner_notes(reader: Reader, resource: Resource, query: Query) -> tuple[str, ...]:
    """A note for each owner asked for that no spelling, number or id fits, up to some."""
    asked = [
        str(value)
        for one in conditions_of(query)
        if _names_owners(resource, one)
        for value in one.values
    ]
    missing = [owner for owner in asked if not is_owner_known(reader, owner)]
    if not missing:
        return ()
    known = {fold(name): name for name in spellings(reader)}
    notes = tuple(_note(owner, known) for owner in missing[:_MOST])
    rest = len(missing) - _MOST
    return (*notes, f"Nor is any spelt like {rest} more of those asked for.") if rest > 0 else notes


def moment_notes(query: Query) -> tuple[str, ...]:
    """Tells who wrote a year that it was read as a dataset version."""
    if not isinstance(query.as_of, int) or query.as_of not in YEARS:
        return ()
    end = last_day(str(query.as_of))
    return (f"{query.as_of} is a version of the dataset; the end of that year is as_of={end}.",)


def search_notes(query: Query) -> Iterator[str]:
    """A note for each part of a search that was not looked for, or not everywhere."""
    for term in read_terms(query.q or ""):
        if not term.words:
            yield f"“{term.text}” has no letter and no digit: nothing was searched for it."
    for sought in query.sought or ():
        if any(len(phrases) == MOST_PARTS for _, phrases in sought.phrases):
            yield f"“{sought.text}” is like many words: {MOST_PARTS} of them were searched for."


def _names_owners(resource: Resource, asked: Filter) -> bool:
    return asked.field in resource.owners and asked.op in _EQUALITIES


def _note(owner: str, known: dict[str, str]) -> str:
    text = fold(owner)
    holding = [name for folded, name in known.items() if text in folded]
    close = [known[one] for one in difflib.get_close_matches(text, known, _NEAR)]
    near = list(dict.fromkeys((*holding, *close)))[:_NEAR]
    spelt = f"near spellings: {', '.join(near)}; " if near else ""
    return f"No owner is spelt “{owner}”; {spelt}owner__contains finds parts of names."
