"""What is asked, as values that every contender puts in its own words, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Record:
    """One record, by its id; `row` is its place in the order of ids, from 1."""

    id: str
    row: int


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which row, in the order of ids, a page begins; the product knows it by its cursor."""

    row: int
    cursor: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list. Filters are named as the product has them; `words` are looked for in the
    text; `tag` is the entity tag that the caller holds already."""

    filters: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    limit: int = 50
    words: str = ""
    after: Place | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Groups:
    """How many records, and the sum of their budgets, by region and programme area."""

    filters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Creation:
    """A new record; `@N@` in a value becomes a number that was never used."""

    row: tuple[tuple[str, str | int], ...]
    key: str = ""


Ask = Record | Listing | Groups | Creation
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """An ask in the words of HTTP."""

    path: str
    method: str = "GET"
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """As far as answers are compared; no total where the contender tells none."""

    rows: tuple[Row, ...]
    total: int | None = None


class Speech(Protocol):
    """How a contender is asked, and how its answer is read."""

    def request(self, ask: Ask) -> Request:
        """The ask in this contender's words."""

    def read(self, ask: Ask, body: bytes) -> Answer:
        """What it answered."""
