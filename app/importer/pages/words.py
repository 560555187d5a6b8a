"""Lines that say what a page is: labels, banners of the site, and marks of other pages.

Each is known by its key: folded, without a colon behind.
"""

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
_PRINTED = {
    f"{printed}{colon}": fold(printed)
    for printed in (*(label.printed for label in LABELS.values()), *_BANNERS)
    for colon in ("", ":")
}
"""Most labels stand as they are spelt in the table: these need no folding."""


def key_of(line: str) -> str:
    """The key of a plain, stripped line that is one of the words; else empty."""
    key = _PRINTED.get(line)
    if key is not None:
        return key
    if line[:1] not in _INITIALS or len(line) > _MOST_BLANKS:
        return ""
    if len(line) > _LONGEST and "  " not in line:
        return ""
    key = " ".join(line.removesuffix(":").casefold().split())
    return key if key in _KEYS else ""


def label_of(text: str) -> str:
    """The key of any text that is a known label; else empty."""
    key = key_of(plain(text).strip())
    return key if key in LABELS else ""
