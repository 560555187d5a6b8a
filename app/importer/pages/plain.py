"""Text as it is read: composed letters, plain blanks, and no signs that nobody sees.

What is quoted stays as it was printed; only the reading goes by the plain text.
"""

import re
import unicodedata
from collections.abc import Sequence

_BLANK = re.compile("[\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_UNSEEN = re.compile(
    "[\xad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"  # it also joins pictures into one
)
_MOST_MARKS = 30
_SEEN = bytes(code for code in range(256) if chr(code).isprintable())
_HEAP = re.compile(rf"[^\w\x00-\x7f]{{{_MOST_MARKS + 1},}}")
_MOST_UNSEEN = 100
_BEGINNING = 40


def plain(text: str) -> str:
    """The text as it is read; its line ends stay."""
    if text.isascii() and text.isprintable():  # most labels, and many values
        return text
    return text if _is_plain(text) else _compose(_BLANK.sub(" ", _UNSEEN.sub("", text)))


def _is_plain(text: str) -> bool:
    """Whether most texts' case holds: every sign is seen, every letter composed."""
    try:
        return not text.encode("latin-1").translate(None, _SEEN)  # as all of these are composed
    except UnicodeEncodeError:
        return text.isprintable() and unicodedata.is_normalized("NFC", text)


def _compose(text: str) -> str:
    """The text in NFC; of a heap of marks on one letter only the first are kept.

    Putting marks in their order takes time that grows with the square of their number.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _HEAP.sub(_thin, text))


def _thin(heap: re.Match[str]) -> str:
    marks = heap[0][_MOST_MARKS:]
    rest = (mark for mark in marks if not unicodedata.combining(mark))
    return heap[0][:_MOST_MARKS] + "".join(rest)


def is_blank(text: str) -> bool:
    """Whether nothing of a text is seen."""
    begin = text.lstrip()[:_BEGINNING]
    return not begin[:1].isalnum() and not plain(begin).strip() and not plain(text).strip()


def plain_lines(lines: Sequence[str]) -> list[str]:
    """Each line as it is read, without blanks around it."""
    if _is_plain("".join(lines)):  # most pages
        return list(map(str.strip, lines))
    return [line.strip() for line in plain("\n".join(lines)).split("\n")]


def part_behind(printed: str, head: str) -> tuple[str, str]:
    """A printed line parted behind what reads as `head`, which it begins with."""
    if printed.startswith(head):
        return head, printed[len(head) :]
    for end in range(len(head), min(len(printed), len(head) + _MOST_UNSEEN) + 1):
        if plain(printed[:end]).strip() == head:
            return printed[:end], printed[end:]
    return printed, printed
