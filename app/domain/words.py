"""Swedish words: what a folded text consists of, and by which stems its words are found.

Letters and digits make words; everything else stands between them. Knows no database: what is made
here is stored and asked for as it is, so that every engine finds the same.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from Stemmer import Stemmer

_SNOWBALL = Stemmer("swedish")
_BETWEEN = re.compile(r"[\W_]+")
_BETWEEN_BYTES = bytes(ord(" ") if not chr(byte).isalnum() else byte for byte in range(256))
_DEFINITE = re.compile(r"(?P<bare>.*[aeiouyåäö].*)(?:et|ets|an|ans)|(?P<owner>.*[aeiouyåäö])s")
_SHORTEST_BARE = 3
_SHORTEST_PART = 4
_SHORTEST_REST = 4
_SHORTEST_HEAD = 3
_SHORTEST_INSIDE = 5
_ENDING = re.compile(r"(?:[aeo]?(?:rna|r|n|t)?|na|are|arna|ande|ad|at)s?")
"""Of a noun or verb at the end of a compound."""
_REMEMBERED = 100_000
"""Distinct words: a whole registry has about as many."""


class Stems(NamedTuple):
    """What a word has in common with its inflected forms: two words are forms of one where either
    of their stems is the same.

    `indefinite` is there where the word may end in a definite article, or the s of an owner, that
    the Snowball rules leave on it: `projektet`, `skolan`, `malmös`.
    """

    stem: str
    indefinite: str | None


def spaced(folded: str) -> str:
    """The words of a folded text with blanks between them."""
    try:  # nearly all Swedish is Latin-1: a table tells its words, a byte a character
        return folded.encode("latin-1").translate(_BETWEEN_BYTES).decode("latin-1")
    except UnicodeEncodeError:
        return _BETWEEN.sub(" ", folded)


@lru_cache(maxsize=_REMEMBERED)
def stems(word: str) -> Stems:
    """The stems of one folded word."""
    definite = _DEFINITE.fullmatch(word)
    bare = (definite["bare"] or definite["owner"]) if definite else ""
    return Stems(_stem(word), _stem(bare) if len(bare) >= _SHORTEST_BARE else None)


def parts(word: str) -> tuple[str, ...]:
    """What stands in the compounds of which the word is a part; nothing where it is too short to
    stand there by more than chance."""
    found = dict.fromkeys((_SNOWBALL.stemWord(word), word))
    return tuple(part for part in found if len(part) >= _SHORTEST_PART)


def is_compound(word: str, part: str) -> bool:
    """Whether a word begins or ends with a part, inflected, beside which another can stand; or
    holds it inside, where it is long."""
    before, _, after = word.partition(part)
    if not before:
        return len(after) >= _SHORTEST_REST
    if len(before) < _SHORTEST_HEAD:
        return False
    return bool(_ENDING.fullmatch(after)) or len(part) >= _SHORTEST_INSIDE


def plain(text: str) -> str:
    """A folded text without the marks on its letters: `göteborg` as `goteborg`."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.replace("ø", "o").replace("æ", "ae"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def _stem(word: str) -> str:
    """Stemmed until nothing is left to take away: `kompetenser`, `kompetens`, `kompet`."""
    while (shorter := _SNOWBALL.stemWord(word)) != word:
        word = shorter
    return word
