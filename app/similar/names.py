"""What a name is about, and which step of a series it says that it is; numbers likewise."""

import re
from typing import NamedTuple

from app.domain.collation import fold
from app.domain.words import spaced, stems

_SHORTEST = 3
"""Letters of a word that a name can be known by."""
_SAYING_NOTHING = """
och att det den ett för med till från som inom genom mot vid hos under utan eller mellan and the for
with
"""
_EMPTY = frozenset(_SAYING_NOTHING.split())
_OF_SERIES = """
steg fas etapp del version omgång fortsättning förstudie förprojektering genomförande projekt
projektet
"""
_STEPS = frozenset(_OF_SERIES.split())
_NUMERAL = re.compile(r"(?=.{2})[ivx]+|[vx]")
"""A Roman one; a single i is a preposition."""
_NUMBER = re.compile(r"(?:dnr|diarienummer)?(?:(\d{4})(\d{5})|(\d{2})(\d{3})(s\d{2}))", re.ASCII)
"""The authority's two shapes, whatever stands between their parts."""


class Name(NamedTuple):
    """`core` are the stems of the words that it is known by, `steps` the words and numbers that
    tell one project of a series from the next."""

    core: frozenset[str]
    steps: frozenset[str]


def read_name(text: str) -> Name:
    """A name taken apart; one of nothing but steps is known by these."""
    words = frozenset(spaced(fold(text)).split())
    steps = frozenset(filter(_is_step, words))
    core = frozenset(stems(word).stem for word in words - steps if _tells(word))
    return Name(core or words, steps)


def alike(one: Name, other: Name) -> bool:
    """Whether two thirds of the words of both are in both."""
    shared = len(one.core & other.core)
    return shared > 0 and 3 * shared >= len(one.core) + len(other.core)


def bare_number(number: str | None) -> str:
    """A number's letters and digits alone: how it is written makes no difference."""
    glued = spaced(fold(number or "")).replace(" ", "")
    shape = _NUMBER.fullmatch(glued)
    return "".join(filter(None, shape.groups())) if shape else glued


def spellings_of(number: str | None) -> tuple[tuple[str, ...], ...]:
    """The words as which a number may stand in the word index."""
    bare = bare_number(number)
    shape = _NUMBER.fullmatch(bare)
    parts = tuple(filter(None, shape.groups())) if shape else ()
    own = tuple(spaced(fold(number or "")).split())
    return tuple(dict.fromkeys(filter(all, filter(None, (own, (bare,), parts)))))


def _is_step(word: str) -> bool:
    return word in _STEPS or not word.isalpha() or bool(_NUMERAL.fullmatch(word))


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _EMPTY
