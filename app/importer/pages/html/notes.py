"""Marks of footnotes: they are no part of the figure, word or label that they stand behind."""

import re

RAISED = frozenset({"sub", "sup"})
_FRAGMENT = re.compile(r"href\s*=\s*[\"']?[^\"'\s>#]*#[^\"'\s>/!]", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?(?:[0-9]{1,2}|[*†‡§]{1,3})[\])]?|[\[\](),]")
_LINKED_MARK = re.compile(r"[\[(]?(?:[0-9]{1,3}|[*†‡§]{1,3})[\])]?")
_UNIT = re.compile(r"(?:^|[\s0-9])[cdkm]?m")
_TEN = re.compile(r"(?:^|[^0-9])10")
_BEHIND = ")]%.”"
_SMALL = {
    "sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}


def is_fragment_link(attributes: str) -> bool:
    """Whether a link leads to a place on a page, as one to a footnote does."""
    return _FRAGMENT.search(attributes) is not None


def read_raised(name: str, text: str, before: str) -> str:
    """A raised or lowered text as it reads behind what stands before it on its line.

    A mark is left out; where it may be part of a figure, its digits stay small, so that no other
    figure comes of it.
    """
    stem, mark = before.rstrip(), text.strip()
    if not stem:
        return text
    is_figure = stem[-1].isdigit()
    is_mark = name == "sup" and _MARK.fullmatch(mark) is not None
    is_part = mark in ("2", "3") and _ends(_UNIT, stem)
    if is_figure:
        is_part = _ends(_TEN, stem) or len(mark.strip("0123456789")) == len(mark) - 2
    if is_mark and not is_part:
        return ""
    return text.translate(_SMALL[name]) if is_figure or is_part else text


def is_linked_mark(text: str, before: str) -> bool:
    """Whether a link's text is a mark behind what stands before it on its line: at once, or behind
    a figure with blanks between."""
    if not _LINKED_MARK.fullmatch(text.strip()):
        return False
    last = before.rstrip()[-1:]
    return last.isdigit() or (before.endswith(last) and (last.isalpha() or last in _BEHIND))


def _ends(pattern: re.Pattern[str], stem: str) -> bool:
    """Whether a text ends with what a pattern of at most four signs means."""
    beginning = max(0, len(stem) - 4)
    return any(pattern.fullmatch(stem, at) for at in range(beginning, len(stem)))
