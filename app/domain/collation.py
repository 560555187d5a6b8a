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

_LAST = "\U0010ffff"

_AFTER_Z = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "đ": "d", "ł": "l"}
_PUNCTUATION = {ord(mark): "/" for mark in ":;<=>?@[\\]^_`{|}~"}

_SHORT = 100
"""Characters: up to here the words of a text are soon told apart one by one."""
_WIDENED = "ßµ"
"""What does not stay in Latin-1 when it is case-folded."""


def _folded_byte(char: str) -> int:
    if char == "\n" or char in _WIDENED:
        return ord(char)
    return ord(" " if char.isspace() else char.casefold())


_FOLDED_BYTES = bytes(_folded_byte(chr(byte)) for byte in range(256))


def fold(text: str) -> str:
    """Text without case: NFC, case-folded, runs of blanks made one."""
    if len(text) < _SHORT and text.isascii():
        return " ".join(text.lower().split())
    if "ß" not in text and "µ" not in text:
        try:  # nearly all Swedish is Latin-1, which is NFC: a table folds it, a byte a character
            return _one_blank(text.encode("latin-1").translate(_FOLDED_BYTES).decode("latin-1"))
        except UnicodeEncodeError:
            pass
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    folded = _one_blank(folded)
    return folded if folded.isprintable() else " ".join(folded.split())


def _one_blank(text: str) -> str:
    """Runs of blanks and line ends made one blank, those around the text taken away."""
    if "\n" in text:
        text = " ".join(filter(None, text.split("\n")))
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


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
    folded = _without_separator(fold(text))
    return f"{folded.translate(_LETTERS)}{SEPARATOR}{folded}"


def beyond(beginning: str) -> str:
    """A text behind all that begin so, and before all others that come later."""
    return f"{beginning}{_LAST}"


def search_key(text: str) -> str:
    """The stored key of a long text that is searched but never sorted: no primary part."""
    return SEPARATOR + _without_separator(fold(text))


def _without_separator(text: str) -> str:
    return text.replace(SEPARATOR, "") if SEPARATOR in text else text
