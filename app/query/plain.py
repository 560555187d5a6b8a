"""The plain words that are no fields (`period`, `budget`, `active_on`): ranges with a short name.

Both directions of their text; what a range is held against stands in resource.py.
"""

from app.domain.vocabulary import PERIODS
from app.faults import ValueRefused
from app.query.model import Range
from app.query.ranges import read_range, write_range
from app.query.resource import Word
from app.query.values import read_value


def read_word(word: Word, text: str) -> Range:
    """The range that a word's value states; raises `ValueRefused`."""
    if word.point:
        value = read_value(word.kind, text)
        return Range(value, value)
    try:
        return read_range(word.kind, text, single=True)
    except ValueRefused as refused:
        if text not in PERIODS:
            raise
        hint = f"programme_period={text} or {word.name}={refused.hint}"
        raise ValueRefused(refused.code, refused.detail, hint) from refused


def write_word(word: Word, value: Range) -> str:
    """The canonical text of a word's value."""
    return write_range(word.kind, value, single=True)
