"""Lines that say what a page is: labels, banners of the site, and marks of other pages.

Each is known by its key: folded, without a colon behind.
"""

from collections.abc import Iterable

from app.domain.collation import fold
from app.importer.pages.labels import LABELS
from app.importer.pages.plain import plain

_BANNERS = (
    "Cookies",
    "Logotyp på utskrifter",
    "Lär dig mer",
    "Mer information och anmälan.",
    "Stäng",
    "Information med anledning av covid-19",
    "Uppdaterad information med anledning av covid-19",
)
_CALL_MARKS = ("Utlyst belopp", "Beviljade projekt i den här utlysningen")
_ENGLISH_LABELS = (
    "Beneficiary",
    "Operation name",
    "Operation unique identifier",
    "Project name",
    "Start date",
    "End date",
    "Total budget",
    "Programme",
    "Intervention field",
)
SUMMARY_TITLE = "sammanfattning"
IN_ENGLISH = "in english"
"""The link to a translation, which ends the block of the glued layout."""

BANNERS = frozenset(map(fold, _BANNERS))
"""Lines of the site around any page: never a heading, never part of the summary."""
CALL_MARKS = frozenset(map(fold, _CALL_MARKS))
ENGLISH_LABELS = frozenset(map(fold, _ENGLISH_LABELS))
CLOSERS = frozenset({SUMMARY_TITLE, IN_ENGLISH})
"""Lines that end a label block."""

_KEYS = frozenset({*LABELS, *BANNERS, *CALL_MARKS, *ENGLISH_LABELS, *CLOSERS})
_LONGEST = max(map(len, _KEYS)) + len(" :")
_MOST_BLANKS = 4 * _LONGEST
_INITIALS = frozenset(initial for key in _KEYS for initial in (key[0], key[0].upper()))
_BEGINNINGS = frozenset(key[:2] for key in _KEYS)
_PRINTED = {
    f"{printed}{colon}": fold(printed)
    for printed in (*(label.printed for label in LABELS.values()), *_BANNERS)
    for colon in ("", ":")
} | {"": ""}
"""Most labels stand as they are spelt in the table: these, and blank lines, need no folding."""


def keys_of(lines: Iterable[str]) -> list[str]:
    """The key of each of a page's plain, stripped lines; empty where it is none of the words."""
    printed, initials = _PRINTED, _INITIALS
    return [
        printed[line] if line in printed else _folded(line) if line[0] in initials else ""
        for line in lines
    ]


def key_of(line: str) -> str:
    """The key of one such line."""
    key = _PRINTED.get(line)
    if key is not None:
        return key
    return _folded(line) if line[0] in _INITIALS else ""


def _folded(line: str) -> str:
    """The key of a line that is spelt otherwise than in the table, if it is one of the words."""
    if len(line) > _MOST_BLANKS or line[:2].casefold()[:2] not in _BEGINNINGS:
        return ""
    if len(line) > _LONGEST and "  " not in line:
        return ""
    key = " ".join(line.removesuffix(":").casefold().split())
    return key if key in _KEYS else ""


def label_of(text: str) -> str:
    """The key of any text that is a known label; else empty."""
    key = _PRINTED.get(text)
    if key is None:
        key = key_of(plain(text).strip())
    return key if key in LABELS else ""
