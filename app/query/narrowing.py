"""The question about some of a question's records: those with one more value, or without one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from app.domain.fields import Kind
from app.query.canonical import canonical_filters
from app.query.format import format_query
from app.query.model import DEFAULT_LIMIT, Filter, Query, Range, Value
from app.query.resource import Resource

_EQUALITIES = frozenset({"eq", "in"})
_KEPT = 1024
"""Texts of narrowed fields that are kept between questions."""

Narrowed = Value | Range | None
"""A value that records have, a range that theirs lies in, or None for those that have none."""
_Shape = tuple[tuple[str, ...], tuple[str, ...]]
"""The narrowed fields, and those whose want of a value is still no bar."""


def narrow(resource: Resource, query: Query, name: str, value: Narrowed) -> Query | None:
    """The question about those records that have the value, or lack one where it is None; None
    where no question of the language says so.

    Some record must have the value: an equality that was asked for is then wider, and gives way.
    """
    filters = _filters(resource, query.filters, name, value)
    if filters is None:
        return None
    # What was asked to be kept for want of a value is none of the records that have one.
    kept = tuple(one for one in query.or_missing if one != name or value is None)
    return replace(query, filters=filters, or_missing=kept)


@dataclass(frozen=True, slots=True)
class Narrower:
    """Writes the questions about many groups of a question's records, quickly: what is asked of one
    field is written once for each of its values, and the rest once."""

    resource: Resource
    query: Query
    _parts: dict[tuple[str, Narrowed], str | None] = field(default_factory=dict)
    _forms: dict[_Shape, str] = field(default_factory=dict)

    def written(self, values: Mapping[str, Narrowed]) -> str | None:
        """The canonical text of the question about the records with these values of fields; None
        where no question says so."""
        parts = [self._part(name, value) for name, value in values.items()]
        if None in parts:
            return None
        kept = tuple([name for name in self.query.or_missing if values.get(name) is None])
        shape = (tuple(values), kept)
        if shape not in self._forms:
            self._forms[shape] = self._form(*shape)
        return self._forms[shape].format(*parts)

    def _part(self, name: str, value: Narrowed) -> str | None:
        """What is asked of a narrowed field."""
        if (name, value) not in self._parts:
            self._parts[name, value] = _written(self.resource, self._own(name), name, value)
        return self._parts[name, value]

    def _form(self, narrowed: tuple[str, ...], or_missing: tuple[str, ...]) -> str:
        """The whole text with a gap for each narrowed field; quoted texts have no braces."""
        gaps = {name: f"{{{place}}}" for place, name in enumerate(narrowed)}
        names = {*gaps, *(one.field for one in self.query.filters)}
        fields = [
            gaps.get(name) or format_query(self.resource, Query(filters=self._own(name)))
            for name in (*self.resource.fields, *self.resource.words)
            if name in names
        ]
        bare = replace(self.query, filters=(), or_missing=or_missing, limit=DEFAULT_LIMIT, offset=0)
        return "&".join(filter(None, (*fields, format_query(self.resource, bare))))

    def _own(self, name: str) -> tuple[Filter, ...]:
        """What the question itself asks of a field."""
        return tuple([one for one in self.query.filters if one.field == name])


def meeting(ranges: Iterable[Range]) -> Range:
    """Where ranges of one field meet."""
    listed = list(ranges)
    lows: list[Any] = [one.low for one in listed if one.low is not None]
    highs: list[Any] = [one.high for one in listed if one.high is not None]
    return Range(max(lows, default=None), min(highs, default=None))


@lru_cache(_KEPT)
def _written(
    resource: Resource, filters: tuple[Filter, ...], name: str, value: Narrowed
) -> str | None:
    """What is asked of a field, narrowed; most groups of most questions have the same values."""
    narrowed = _filters(resource, filters, name, value)
    return None if narrowed is None else format_query(resource, Query(filters=narrowed))


def _filters(
    resource: Resource, filters: tuple[Filter, ...], name: str, value: Narrowed
) -> tuple[Filter, ...] | None:
    if value is None:
        missing = Filter(name, "isnull", (True,))
        return filters if missing in filters else _with(resource, filters, missing)
    if isinstance(value, Range):
        return _within(resource, filters, name, value)
    equalities = [one for one in filters if one.field == name and one.op in _EQUALITIES]
    if resource.fields[name].kind is not Kind.LIST:
        rest = [one for one in filters if one not in equalities]
        return _with(resource, rest, Filter(name, "eq", (value,)))
    if any(one.values == (value,) for one in equalities):
        return filters
    if len(equalities) > 1:  # a list can be held against two sets of values, by eq and by in
        return None
    return _with(resource, filters, Filter(name, "eq", (value,)))


def _within(
    resource: Resource, filters: Sequence[Filter], name: str, inside: Range
) -> tuple[Filter, ...]:
    """A field is held against one range only: where all meet."""
    ranges = [inside]
    rest: list[Filter] = []
    for one in filters:
        if (one.field, one.op) == (name, "between"):
            ranges += [value for value in one.values if isinstance(value, Range)]
        else:
            rest.append(one)
    return _with(resource, rest, Filter(name, "between", (meeting(ranges),)))


def _with(resource: Resource, filters: Sequence[Filter], one: Filter) -> tuple[Filter, ...]:
    return canonical_filters(resource, (*filters, one))
