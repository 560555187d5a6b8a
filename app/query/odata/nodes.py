"""What an expression of OData says, as a tree (part 2, 5.1.1); `at` counts characters from 1."""

from dataclasses import dataclass
from typing import Literal as OneOf

from app.json_text import Json


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as JSON would have it; dates and times are texts."""

    value: Json
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A property."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of something."""

    function: str
    parts: tuple["Node", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands and how they are compared."""

    op: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether an operand is one of some."""

    left: "Node"
    values: tuple[Literal, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Junction:
    """Conditions joined by the same word."""

    word: OneOf["and", "or"]
    parts: tuple["Node", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Negation:
    """True where the part is not."""

    part: "Node"
    at: int


Node = Literal | Name | Call | Comparison | Membership | Junction | Negation
