"""Headings of what comes behind a project's own text."""

import re

from app.domain.collation import fold
from app.importer.pages.plain import plain

_ENDS = frozenset(
    map(fold, ("Aktuellt", "Dela", "Dela sidan", "Kontakta oss", "Läs mer", "Nyheter"))
)
_BEGINNINGS = re.compile(
    r"(?:(?:andra|fler|flera|liknande) projekt|relatera(?:d|de|t)|se även|läs mer om andra)\b"
)
"""How such headings begin that may go on: `Fler projekt i regionen`."""


def is_end(text: str, level: int) -> bool:
    """Whether a text that is a heading of this level (0: of none) ends the project's own text."""
    if level <= 1:
        return False
    folded = fold(plain(text)).strip()
    return folded in _ENDS or _BEGINNINGS.match(folded) is not None
