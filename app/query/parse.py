"""A query string → one canonical `Query`, or `QueryRejected` with everything that is wrong.

Pure: asks no database but through the caller's `Lookups`. Nothing asked is ever ignored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.faults import Fault, QueryRejected, collected
from app.query.accepts import LIST, Accepts
from app.query.canonical import canonical_filters
from app.query.controls import read_control
from app.query.cursor import read_cursor
from app.query.field_lists import Context
from app.query.filters import FilterReader
from app.query.format import format_query
from app.query.lookups import NO_LOOKUPS, Lookups
from app.query.model import Filter, Query
from app.query.names import unknown_parameter
from app.query.resource import CONTROLS, Resource
from app.query.wire import MAX_BYTES, Pair, split_query

_SURELY_SHORT = 4 * 1024
"""Writing a question canonically makes it at most three times as long."""
_MAX_CANONICAL = MAX_BYTES - _SURELY_SHORT
"""Leaves room for a cursor: the link to the next page must be readable too."""


def parse_query(
    resource: Resource,
    raw: bytes | str,
    *,
    lookups: Lookups = NO_LOOKUPS,
    accepts: Accepts = LIST,
) -> Query:
    """The question that a query string asks."""
    pairs, faults = split_query(raw)
    query, more = read_query(resource, pairs, lookups=lookups, accepts=accepts)
    if faults or more:
        raise QueryRejected((*faults, *more))
    if len(raw) > _SURELY_SHORT:
        refuse_grown(format_query(resource, query, paging=False))
    if query.cursor is not None:
        read_cursor(resource, query)
    return query


def refuse_grown(written: str) -> None:
    """Raises `QueryRejected` where a canonical question leaves no room for a place in its list."""
    if len(written) > _MAX_CANONICAL:
        detail = f"Written out, the question has more than {_MAX_CANONICAL} bytes."
        raise QueryRejected([Fault("", "too-long", detail)])


def read_query(
    resource: Resource,
    pairs: Sequence[Pair],
    *,
    lookups: Lookups = NO_LOOKUPS,
    accepts: Accepts = LIST,
) -> tuple[Query, list[Fault]]:
    """The question of decoded parameters and its faults, for endpoints that add their own."""
    reading = _Reading(resource, lookups, accepts)
    return reading.query(_grouped(pairs, accepts)), reading.faults


def _grouped(pairs: Sequence[Pair], accepts: Accepts) -> Mapping[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for pair in pairs:
        if pair.name not in accepts.others:
            grouped.setdefault(pair.name, []).append(pair.value)
    return grouped


@dataclass(frozen=True, slots=True)
class _Reading:
    resource: Resource
    lookups: Lookups
    accepts: Accepts
    faults: list[Fault] = field(default_factory=list)

    def query(self, grouped: Mapping[str, list[str]]) -> Query:
        """The question as far as it can be read."""
        filters = self._filters(grouped)
        query = Query(filters=filters, limit=self.accepts.default_limit)
        given = {name: grouped[name] for name in self._controls if name in grouped}
        sound = not self.faults
        for name, texts in given.items():
            context = Context(self.resource, self.accepts, filters, sound)
            query = self._with_control(query, context, name, texts)
        if "offset" in given and "cursor" in given:
            detail = "A cursor and an offset exclude each other."
            self.faults.append(Fault("offset", "conflict", detail, "cursor"))
        return query

    @property
    def _controls(self) -> tuple[str, ...]:
        controls = self.accepts.controls
        return controls if self.resource.past else tuple(x for x in controls if x != "as_of")

    def _filters(self, grouped: Mapping[str, list[str]]) -> tuple[Filter, ...]:
        controls = self._controls
        known = (*controls, *sorted(self.accepts.others))
        filters = {name: texts for name, texts in grouped.items() if name not in CONTROLS}
        refused = [name for name in grouped if name in CONTROLS and name not in controls]
        if not self.accepts.filters:
            refused, filters = [*refused, *filters], {}
        for name in refused:
            refusal = unknown_parameter(self.resource, name, known, filters=self.accepts.filters)
            self.faults.append(refusal.at(name))
        reader = FilterReader(self.resource, self.lookups, known, self.faults)
        return canonical_filters(self.resource, reader.read(filters))

    def _with_control(
        self, query: Query, context: Context, name: str, texts: Sequence[str]
    ) -> Query:
        changed: dict[str, Any] = {}
        if len(texts) > 1:
            self.faults.append(Fault(name, "repeated", f"{name} may be given once only."))
            return query
        with collected(context.sink):
            changed[name] = read_control(context, name, texts[0])
        self.faults.extend(refused.at(name) for refused in context.sink)
        return query if context.sink else replace(query, **changed)
