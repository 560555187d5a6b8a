"""Characters that do not show, or turn what stands around them about."""

import unicodedata

_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def has_unseen(text: str, allowed: str = "") -> bool:
    """Whether a text holds what a reader would not see and is not allowed: controls, format marks,
    private characters."""
    return any(unicodedata.category(char) in _CATEGORIES for char in {*text} - {*allowed})
