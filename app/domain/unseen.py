"""Characters that do not show, or turn what stands around them about."""

import unicodedata

_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def is_unseen(char: str) -> bool:
    """Whether a reader would not see this character: controls, format marks, private ones."""
    return unicodedata.category(char) in _CATEGORIES
