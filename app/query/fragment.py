"""Pieces of SQL with the slots of their placeholders: text is made once a shape, values each time.

A slot says which value of the question stands at a placeholder; no fragment ever holds a literal.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.query.model import Filter, Query
from app.query.search import Term

Parameter = str | int | None


class Window(NamedTuple):
    """A piece of a numbered history: the numbers behind one and up to another."""

    behind: int
    up_to: int
    at_most: int = 0  # rows, where that is bounded
    newest_first: bool = False
    every_redaction: bool = True  # those after which the record is none that is asked for, too


NOWHERE = Window(0, 0)


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that may be bound to a statement."""

    query: Query
    today: date
    conditions: tuple[Filter, ...] = ()  # of the question, as its shape numbers them
    terms: tuple[Term, ...] = ()
    after: tuple[Parameter, ...] = ()  # the sort values of the page before
    key: str = ""
    version: int | None = None  # of the dataset, when its records as they stood then are asked of
    window: Window = NOWHERE


Slot = Callable[[Given], Parameter]


@dataclass(frozen=True, slots=True)
class Fragment:
    """SQL text and one slot a placeholder, in order of appearance."""

    text: str
    slots: tuple[Slot, ...] = ()


ALWAYS = Fragment("1 = 1")
"""The condition of a question that asks for nothing in particular."""
NEVER = Fragment("1 = 0")
"""That of a question that nothing can meet."""


def compose(template: str, **parts: Fragment) -> Fragment:
    """The template with fragments in its places, which are named in order of appearance."""
    text = template.format(**{name: part.text for name, part in parts.items()})
    return Fragment(text, tuple(slot for part in parts.values() for slot in part.slots))


def joined(separator: str, parts: Iterable[Fragment]) -> Fragment:
    """The fragments one after another."""
    listed = tuple(parts)
    return Fragment(
        separator.join(part.text for part in listed),
        tuple(slot for part in listed for slot in part.slots),
    )


def any_of(parts: Iterable[Fragment]) -> Fragment:
    """True where one of the conditions is."""
    listed = tuple(parts)
    return listed[0] if len(listed) == 1 else compose("({all})", all=joined(" OR ", listed))


def all_of(parts: Iterable[Fragment]) -> Fragment:
    """True where all conditions are; no condition is always true."""
    listed = tuple(parts)
    if not listed:
        return ALWAYS
    return listed[0] if len(listed) == 1 else compose("({all})", all=joined(" AND ", listed))


def untrue(part: Fragment) -> Fragment:
    """True where the condition is false, or cannot be told for a missing value."""
    return compose("({part}) IS NOT TRUE", part=part)
