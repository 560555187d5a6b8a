"""How Swedish text compares: without case, and sorted with å, ä, ö as letters after z.

One stored key serves equality, ranges, prefix, contains and sorting alike, on every engine, by
plain binary comparison: `primary + SEPARATOR + folded`. The primary part follows the Swedish
alphabet (CLDR sv: marks before digits before letters, æ with ä, ø with ö, ü with y, other accents
with their base letter); the folded part breaks its ties and is what `contains` and `startswith`
look into.
"""

import unicodedata
from functools import lru_cache

SEPARATOR = "\x01"
"""Sorts before every printable character, so a shorter word stands before a longer one."""

_AFTER_Z = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "đ": "d", "ł": "l"}
_PUNCTUATION = {ord(mark): "/" for mark in ":;<=>?@[\\]^_`{|}~"}


def fold(text: str) -> str:
    """Text without case: NFC, case-folded, runs of blanks made one."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split())


class _Letters(dict[int, str]):
    """Each character as it sorts, remembered once it was looked up."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = _letter(chr(code))
        return letter


def _letter(char: str) -> str:
    if char.isascii():
        return _PUNCTUATION.get(ord(char), char)
    if char in _AFTER_Z:
        return _AFTER_Z[char]
    if not char.isalnum():
        return "/"
    base = unicodedata.normalize("NFD", char)[0]
    return _AFTER_Z.get(base, base)


_LETTERS = _Letters()


@lru_cache(maxsize=10_000)
def sort_key(text: str) -> str:
    """The stored key of a sortable text; the same names come again and again."""
    folded = fold(text).replace(SEPARATOR, "")
    return f"{folded.translate(_LETTERS)}{SEPARATOR}{folded}"


def search_key(text: str) -> str:
    """The stored key of a long text that is searched but never sorted: no primary part."""
    return f"{SEPARATOR}{fold(text).replace(SEPARATOR, '')}"
