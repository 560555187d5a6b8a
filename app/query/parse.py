"""A query string → one canonical `Query`, or `QueryRejected` with everything that is wrong.

Pure: asks no database but through the caller's `Lookups`. Nothing asked is ever ignored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.faults import Fault, QueryRejected, ValueRefused
from app.query.accepts import LIST, Accepts
from app.query.cursor import read_cursor
from app.query.filters import FilterReader
from app.query.format import format_query
from app.query.lookups import NO_LOOKUPS, Lookups
from app.query.model import Condition, Filter, Query
from app.query.names import unknown_parameter
from app.query.reading import Parts, controls_of, put_together
from app.query.resource import CONTROLS, WHERE, Resource
from app.query.tree_reading import read_tree_text
from app.query.wire import MAX_CANONICAL, Pair, split_query

_SURELY_SHORT = 3 * 1024
"""Writing a question canonically makes it at most four times as long."""


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
    if len(written) > MAX_CANONICAL:
        detail = f"Written out, the question has more than {MAX_CANONICAL} bytes."
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
        controls = controls_of(self.resource, self.accepts)
        filters, tree = self._conditions(grouped, controls)
        sound = not self.faults
        texts: dict[str, str] = {}
        for name in controls:
            if name in grouped:
                texts[name] = grouped[name][0]
                if len(grouped[name]) > 1:
                    self.faults.append(Fault(name, "repeated", f"{name} may be given once only."))
        texts.pop(WHERE, None)
        parts = Parts(filters, tree, texts, sound)
        return put_together(self.resource, self.accepts, parts, self._refuse)

    def _conditions(
        self, grouped: Mapping[str, list[str]], controls: tuple[str, ...]
    ) -> tuple[list[Filter], Condition | None]:
        known = (*controls, *sorted(self.accepts.others))
        filters = {name: texts for name, texts in grouped.items() if name not in CONTROLS}
        refused = [name for name in grouped if name in CONTROLS and name not in controls]
        if not self.accepts.filters:
            refused, filters = [*refused, *filters], {}
        for name in refused:
            refusal = unknown_parameter(self.resource, name, known, filters=self.accepts.filters)
            self.faults.append(refusal.at(name))
        reader = FilterReader(self.resource, self.lookups, known, self.faults)
        plain = reader.read(filters)
        if WHERE not in grouped or WHERE not in controls:
            return plain, None
        tree, faults = read_tree_text(reader, grouped[WHERE][0])
        self.faults.extend(faults)
        return plain, tree

    def _refuse(self, name: str, refused: ValueRefused) -> None:
        self.faults.append(refused.at(name))
