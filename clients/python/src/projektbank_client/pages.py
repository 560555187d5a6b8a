"""Lists as pages, and the way through them. Sends nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Generic
from urllib.parse import urlsplit

import httpx

from projektbank_client.answers import read_json
from projektbank_client.calls import Call, get
from projektbank_client.errors import NotAskable, NotUnderstood
from projektbank_client.questions import Value, write_body
from projektbank_client.rows import MALFORMED, Converter, Reader, Row, T

PAGE_SIZE = 500
"""Records in a page, unless `page_size` is given; 10,000 at most."""
_MEMBERS = frozenset(
    {
        *("data", "total", "not_stated", "limit", "next_cursor", "next", "dataset_version"),
        *("dataset_updated_at", "query", "notes"),
    }
)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and what is told of all of it.

    `total` is how many there are; `not_stated` how many a range left out for a missing value;
    `notes` what else should be known; `more` has members of this list alone: `totals` of figures,
    `latest` and `dataset_epoch` of changes.
    """

    rows: Sequence[T]
    total: int | None
    not_stated: Mapping[str, int]
    dataset_version: int | None
    dataset_updated_at: datetime | None
    query: str
    notes: Sequence[str]
    next: str | None
    next_cursor: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A list to be read page by page: `most` rows in all, the first page only unless `follow`.
    A question that was asked as a `body` goes on so."""

    call: Call[Page[T]]
    most: int | None = None
    follow: bool = True
    body: Mapping[str, object] | None = None

    def behind(self, page: Page[T]) -> Call[Page[T]] | None:
        """What asks for the page behind one, at our own address: the link of the page has the one
        that the public sees."""
        if self.body is not None and page.next_cursor is not None:
            content = write_body({**self.body, "cursor": page.next_cursor})
            return replace(self.call, content=content)
        if self.body is not None or page.next is None or not self.follow:
            return None
        return replace(self.call, query=urlsplit(page.next).query)


class Walk(Generic[T]):
    """The way through a list: `call` asks for the page that comes next, and is None at the end."""

    def __init__(self, listed: Listed[T]) -> None:
        self.call: Call[Page[T]] | None = listed.call
        self._listed = listed
        self._left = listed.most

    def take(self, page: Page[T]) -> Page[T]:
        """The page that came, without rows beyond those asked for."""
        page = replace(page, rows=page.rows[: self._left])
        if self._left is not None:
            self._left -= len(page.rows)
        self.call = None if self._left == 0 else self._listed.behind(page)
        return page


def records(
    path: str, question: Mapping[str, Value], read_row: Reader[T], **more: Converter
) -> Listed[T]:
    """A list whose `limit` is how many rows there shall be in all, as it is of a file."""
    rest, most = split_limit(question)
    return Listed(get(path, rest, paged(read_row, **more)), most)


def figures(
    path: str, question: Mapping[str, Value], read_row: Reader[T], **more: Converter
) -> Listed[T]:
    """A list with the service's own `limit`: with it its first rows, without it all of them."""
    return Listed(get(path, question, paged(read_row, **more)), follow="limit" not in question)


def split_limit(question: Mapping[str, Value]) -> tuple[dict[str, Value], int | None]:
    """The question of the first page, and how many rows there shall be in all."""
    rest = dict(question)
    most, size = _count(rest, "limit"), _count(rest, "page_size") or PAGE_SIZE
    rest["limit"] = size if most is None else min(most, size)
    return rest, most


def paged(read_row: Reader[T], **more: Converter) -> Callable[[httpx.Response], Page[T]]:
    """Reads a page; `more` reads members of this list alone."""
    return partial(_read_page, read_row, more)


def _read_page(
    read_row: Reader[T], more: Mapping[str, Converter], response: httpx.Response
) -> Page[T]:
    value = read_json(response)
    try:
        return _page(value, read_row, more)
    except MALFORMED as error:
        raise NotUnderstood(f"The answer is no page of a list: {error!r}.") from error


def _page(value: Row, read_row: Reader[T], more: Mapping[str, Converter]) -> Page[T]:
    at = value["dataset_updated_at"]
    own = {name: one for name, one in value.items() if name not in _MEMBERS}
    return Page(
        rows=[read_row(row) for row in value["data"]],
        total=value["total"],
        not_stated=value["not_stated"],
        dataset_version=value["dataset_version"],
        dataset_updated_at=at and datetime.fromisoformat(at),
        query=value["query"],
        notes=value["notes"],
        next=value["next"],
        next_cursor=value["next_cursor"],
        more=own | {name: read(own[name]) for name, read in more.items() if name in own},
    )


def _count(question: dict[str, Value], name: str) -> int | None:
    if name not in question:
        return None
    value = question.pop(name)
    if isinstance(value, str) and value.isdecimal():  # out of an address
        value = int(value)
    if not isinstance(value, int) or value < 1:
        raise NotAskable(f"{name} is {value!r}; it is a number of rows, from 1.")
    return value
