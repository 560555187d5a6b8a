"""Reads `q`: words that must all be found, "a phrase", -without, word* for beginnings.

Anything else is just text: no input is a syntax error. How terms are found is in matching.py.
"""

import re
from dataclasses import dataclass

from app.domain.collation import SEPARATOR, fold

MAX_CHARACTERS = 200
_TOKEN = re.compile(r'(-?)"([^"]*\S[^"]*)"(?!\S)|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One folded text to find, or to find nowhere; `prefix` asks for a word that begins so."""

    text: str
    prefix: bool = False
    excluded: bool = False


def read_terms(q: str) -> tuple[Term, ...]:
    """The terms of a search text, in its order and without repetition."""
    found = dict.fromkeys(_term(match) for match in _TOKEN.finditer(q))
    return tuple(term for term in found if term.text)


def folded_part(text: str) -> str:
    """A part of a text as it stands in folded text: blanks at its ends count, as one each."""
    inner = fold(text.replace(SEPARATOR, ""))
    if not inner:
        return " " if text.isspace() else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return f"{before}{inner}{after}"


def _term(match: re.Match[str]) -> Term:
    minus, phrase, word = match.groups()
    if phrase is not None:
        return Term(_folded(phrase), excluded=bool(minus))
    excluded = len(word) > 1 and word.startswith("-")
    bare = word[1:] if excluded else word
    prefix = len(bare) > 1 and bare.endswith("*")
    return Term(_folded(bare[:-1] if prefix else bare), prefix, excluded)


def _folded(text: str) -> str:
    return fold(text.replace(SEPARATOR, ""))
