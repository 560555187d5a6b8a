"""What a search finds, told again in plain Python: word by word, without an index or a vocabulary.

Only the stems are the product's own.
"""

import re
import unicodedata
from collections.abc import Sequence

from app.domain.words import is_compound, parts, stems
from tests.query.records import Record

PLACES = (("number", "name"), ("owner", "owner_unit"), ("summary", "summary_en"))
TIERS = {
    (0, "exact"): 1,
    (0, "stem"): 2,
    (0, "part"): 3,
    (1, "exact"): 4,
    (1, "stem"): 5,
    (1, "part"): 6,
    (2, "exact"): 7,
    (2, "stem"): 8,
    (2, "part"): 9,
    (0, "folded"): 10,
    (1, "folded"): 11,
    (2, "folded"): 12,
}


def rank(record: Record, q: str) -> int | None:
    """The sum of the tiers of all words; None where one is not found, or an unwanted one is."""
    tiers, asked = 0, False
    for minus, quoted, bare in re.findall(r'(-?)(?:"([^"]*\S[^"]*)"(?!\S)|(\S+))', q):
        text = quoted or bare
        unwanted = bool(minus)
        prefix = not quoted and len(text) > 1 and text.endswith("*")
        words = words_of(text)
        if not words:
            continue
        asked = True
        ways = ("exact",) if quoted else ("exact", "stem") if unwanted else None
        found = _tier(record, words, prefix, ways)
        if unwanted == bool(found):
            return None
        tiers += found or 0
    return tiers if asked else None


def words_of(text: str) -> list[str]:
    lower = unicodedata.normalize("NFC", text).casefold()
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", lower))


def _tier(record: Record, words: list[str], prefix: bool, ways: Sequence[str] | None) -> int | None:
    tiers = [
        TIERS[place, likeness]
        for place, names in enumerate(PLACES)
        for name in names
        for likeness in _found(words_of(record[name] or ""), words, prefix)
        if ways is None or likeness in ways
    ]
    return min(tiers, default=None)


def _found(text: list[str], words: list[str], prefix: bool) -> set[str]:
    """How a text holds words that follow on each other: only the last may differ."""
    found = set()
    *before, last = words
    for start in range(len(text) - len(before)):
        end = start + len(before)
        if text[start:end] == before:
            found.add(_likeness(text[end], last, prefix, alone=not before))
    return found - {""}


def _likeness(word: str, asked: str, prefix: bool, alone: bool) -> str:
    if prefix:
        folded = asked.isascii() and _plain(word).startswith(_plain(asked))
        return "exact" if word.startswith(asked) else "folded" if folded else ""
    if word == asked:
        return "exact"
    if {*stems(word)} & {*stems(asked)} - {None}:
        return "stem"
    if alone and any(part in word and is_compound(word, part) for part in parts(asked)):
        return "part"
    same = _plain(word) == _plain(asked) or _plain(stems(word).stem) == _plain(stems(asked).stem)
    return "folded" if asked.isascii() and same else ""


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("ø", "o").replace("æ", "ae"))
    return "".join(char for char in apart if not unicodedata.combining(char))
