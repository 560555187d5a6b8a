"""What was most likely meant: the nearest of some known names. Suggests only, never decides."""

import difflib
from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 60
"""Longer words are no misspelt names, and comparing them would cost time."""


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The known name that looks most like the word, if any does."""
    return _nearest(word, tuple(names)) if len(word) <= _LONGEST else None


@lru_cache(maxsize=256)
def _nearest(word: str, names: tuple[str, ...]) -> str | None:
    found = difflib.get_close_matches(word, names, n=1)
    return found[0] if found else None
