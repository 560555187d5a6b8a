"""Reads `q`: words that must all be found, "a phrase", -without, word* for beginnings.

Anything else is just text: no input is a syntax error. Which words of the data are meant is looked
up in store/sought.py, where they are found in matching.py.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from app.domain.collation import SEPARATOR, fold
from app.domain.words import spaced

MAX_CHARACTERS = 200
_TOKEN = re.compile(r'(-?)"([^"]*\S[^"]*)"(?!\S)|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One folded text to find, or to find nowhere; `prefix` asks for a word that begins so, and
    `literal` for these very words."""

    text: str
    prefix: bool = False
    excluded: bool = False
    literal: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, which must follow on each other; none where it is made of signs alone."""
        return tuple(spaced(self.text).split())


class Likeness(StrEnum):
    """How like a word of the data is to the word asked for, the likest first."""

    EXACT = "exact"
    STEM = "stem"
    PART = "part"  # of a compound
    FOLDED = "folded"  # without the marks on its letters


class Place(StrEnum):
    """Where a word stands: the columns of the word index, the weightiest first."""

    NAME = "name"
    OWNER = "owner"
    SUMMARY = "summary"


TIERS = {
    (likeness, place): tier
    for tier, (place, likeness) in enumerate(
        (
            *((place, one) for place in Place for one in Likeness if one is not Likeness.FOLDED),
            *((place, Likeness.FOLDED) for place in Place),
        ),
        start=1,
    )
}
"""What stands in the name goes before what stands elsewhere. A word that is spelt otherwise is
another word: it comes last."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find a term: a question to the word index, and how good a find it makes."""

    tier: int  # from 1, the best
    match: str  # a whole MATCH expression


class Phrase(NamedTuple):
    """Words of the data that follow on each other; of the last its beginning where `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False

    @property
    def match(self) -> str:
        """A MATCH expression."""
        return phrase(self.words, prefix=self.prefix)


@dataclass(frozen=True, slots=True)
class Sought:
    """A term as the words of the data spell it: phrases to find, by how like they are to it."""

    text: str
    excluded: bool
    phrases: tuple[tuple[Likeness, tuple[Phrase, ...]], ...] = field(hash=False)  # thousands

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways to find it, the best first."""
        found = (
            Way(TIERS[likeness, place], f"{place} : {_any_of(phrases)}")
            for likeness, phrases in self.phrases
            for place in Place
        )
        return tuple(sorted(found, key=lambda way: way.tier))

    @property
    def anywhere(self) -> str:
        """The MATCH expression of all ways together."""
        return _any_of(one for _, phrases in self.phrases for one in phrases)


def read_terms(q: str) -> tuple[Term, ...]:
    """The terms of a search text, in its order and without repetition."""
    found = dict.fromkeys(_term(match) for match in _TOKEN.finditer(q))
    return tuple(term for term in found if term.text)


def match_all(sought: Iterable[Sought]) -> tuple[str, str]:
    """Two MATCH expressions: of what must be found, and of what must not; empty for nothing."""
    listed = tuple(sought)
    wanted = [one.anywhere for one in listed if not one.excluded]
    unwanted = [one.anywhere for one in listed if one.excluded]
    return " AND ".join(wanted), " OR ".join(unwanted)


def phrase(words: Iterable[str], *, prefix: bool = False) -> str:
    """Words that follow on each other, as the word index is asked for them."""
    return f'"{" ".join(words)}"{"*" if prefix else ""}'


def _any_of(phrases: Iterable[Phrase]) -> str:
    return f"({' OR '.join(one.match for one in phrases)})"


def folded_part(text: str) -> str:
    """A part of a text as it stands in folded text: blanks at its ends count, as one each."""
    inner = fold(text.replace(SEPARATOR, ""))
    if not inner:
        return " " if text.isspace() else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return f"{before}{inner}{after}"


def _term(match: re.Match[str]) -> Term:
    minus, quoted, word = match.groups()
    if quoted is not None:
        return Term(_folded(quoted), excluded=bool(minus), literal=True)
    excluded = len(word) > 1 and word.startswith("-")
    bare = word[1:] if excluded else word
    prefix = len(bare) > 1 and bare.endswith("*")
    return Term(_folded(bare[:-1] if prefix else bare), prefix, excluded)


def _folded(text: str) -> str:
    return fold(text.replace(SEPARATOR, ""))
