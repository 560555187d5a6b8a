"""What is said of a list with headings that nobody knows: which they are, and what helps."""

from collections.abc import Iterable, Sequence

from app.faults import quoted

ADVICE = "a mapping file (--mapping) says what headings mean"
_MOST = 8


def tell_found(headings: Sequence[str]) -> str:
    """The headings that were found, the first of them by name."""
    named = [heading for heading in headings if heading.strip()]
    if not named:
        return "there are none"
    shown = ", ".join(quoted(heading.strip()) for heading in named[:_MOST])
    more = f" and {len(named) - _MOST} more" if len(named) > _MOST else ""
    return f"found are {shown}{more}"


def fullest(rows: Iterable[Sequence[str]]) -> Sequence[str]:
    """The row that is most likely the heading where none is known: the first with most cells."""
    return max(rows, key=lambda row: sum(bool(cell.strip()) for cell in row), default=())
