"""Lists beside the records: a page of them by `limit` and `offset`, and words that pick rows."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from starlette.requests import Request

from app.api.envelope import Page
from app.faults import Fault, QueryRejected, quoted
from app.query.accepts import Accepts
from app.query.model import DEFAULT_LIMIT
from app.query.nearest import nearest
from app.query.parse import read_query
from app.query.resource import PROJECTS
from app.query.wire import Pair, split_query
from app.store.reads import DatasetState


@dataclass(frozen=True, slots=True)
class Asked:
    """A page, and the words that pick its rows by the name of their parameter."""

    limit: int
    offset: int
    words: dict[str, str] = field(default_factory=dict)

    @property
    def written(self) -> str:
        """The question in its canonical form, without its place in the list."""
        words = [f"{name}={word}" for name, word in self.words.items()]
        size = [f"limit={self.limit}"] if self.limit != DEFAULT_LIMIT else []
        return "&".join((*words, *size))

    def next_page(self, address: str, total: int) -> str | None:
        """The address of the page that follows; None at the end."""
        end = self.offset + self.limit
        following = "&".join(filter(None, (self.written, f"offset={end}")))
        return f"{address}?{following}" if end < total else None


def make_page(
    asked: Asked,
    address: str,
    rows: Iterable[Mapping[str, Any]],
    total: int,
    dataset: DatasetState,
    further: Mapping[str, object] = MappingProxyType({}),
) -> Page:
    """The page in its envelope; `further` are members of this kind of page."""
    return Page(
        rows=map(encode_row, rows),
        total=total,
        limit=asked.limit,
        next=asked.next_page(address, total),
        dataset=dataset,
        query=asked.written,
        further=further,
    )


def encode_row(row: Mapping[str, Any]) -> bytes:
    """A row as JSON text."""
    return json.dumps(row, ensure_ascii=False).encode()


def read_page(request: Request, **words: Collection[str]) -> Asked:
    """The page asked for; each word must be one of those allowed for its parameter.

    Raises `QueryRejected` with everything that is wrong.
    """
    return _read(request, ("limit", "offset"), words)


def read_words(request: Request, **words: Collection[str]) -> dict[str, str]:
    """The words alone, where there is no list; raises `QueryRejected`."""
    return _read(request, (), words).words


def _read(
    request: Request, controls: tuple[str, ...], words: Mapping[str, Collection[str]]
) -> Asked:
    pairs, faults = split_query(request.scope["query_string"])
    accepts = Accepts(controls=controls, filters=False, others=frozenset(words))
    query, more = read_query(PROJECTS, pairs, accepts=accepts)
    found = {name: _word(pairs, name, allowed, more) for name, allowed in words.items()}
    if faults or more:
        raise QueryRejected((*faults, *more))
    picked = {name: word for name, word in found.items() if word is not None}
    return Asked(query.limit or DEFAULT_LIMIT, query.offset, picked)


def _word(
    pairs: Sequence[Pair], name: str, allowed: Collection[str], faults: list[Fault]
) -> str | None:
    given = [pair.value for pair in pairs if pair.name == name]
    if not given:
        return None
    if len(given) > 1:
        faults.append(Fault(name, "repeated", f"{name} may be given once only."))
    elif not given[0]:
        faults.append(Fault(name, "empty-value", "The value is empty."))
    elif given[0] not in allowed:
        detail = f"{quoted(given[0])} is none of those there are."
        hint = nearest(given[0], allowed)
        faults.append(Fault(name, "bad-value", detail, hint, tuple(allowed)))
    return given[0]
