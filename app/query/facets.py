"""A query string → the facets asked for; and back. Pure; the records are read as every list reads
them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.fields import FIELDS
from app.faults import Fault, quoted
from app.query.accepts import FACETS, Accepts
from app.query.format import format_query
from app.query.lookups import NO_LOOKUPS, Lookups
from app.query.model import Filter, Query
from app.query.nearest import nearest
from app.query.once import read_once, read_switch
from app.query.parse import read_query
from app.query.resource import PROJECTS
from app.query.wire import Pair

FACET_NAMES = tuple(field.name for field in FIELDS if field.is_facet)

_BY, _DISJUNCTIVE = "by", "disjunctive"
_ALSO = {"owner_id": frozenset({"owner", "owner_id"})}
"""Fields by which a facet's values are chosen too."""
_MEANT = {"owner": "owner_id"}


@dataclass(frozen=True, slots=True)
class Facets:
    """Which fields' values are to be counted, in table order; the limit of the query is that of
    each facet. `disjunctive`: a facet shows its other values too, as if none were chosen."""

    query: Query
    names: tuple[str, ...]
    disjunctive: bool = True

    def own(self, name: str) -> tuple[Filter, ...]:
        """The filters by which values of a facet are chosen."""
        fields = _ALSO.get(name, frozenset({name}))
        return tuple(one for one in self.query.filters if one.field in fields)

    def written(self, default_limit: int | None) -> str:
        """The canonical text."""
        records = format_query(PROJECTS, self.query, paging=False, default_limit=default_limit)
        by = f"{_BY}={','.join(self.names)}"
        chosen = "" if self.disjunctive else f"{_DISJUNCTIVE}=false"
        return "&".join(filter(None, (records, by, chosen)))


def read_facets(
    pairs: Sequence[Pair], *, lookups: Lookups = NO_LOOKUPS, accepts: Accepts = FACETS
) -> tuple[Facets, list[Fault]]:
    """The question of decoded parameters, and its faults, for endpoints that add their own."""
    query, faults = read_query(PROJECTS, pairs, lookups=lookups, accepts=accepts)
    names = _read_names(pairs, faults)
    return Facets(query, names, read_switch(pairs, _DISJUNCTIVE, faults, default=True)), faults


def without(query: Query, filters: Sequence[Filter]) -> Query:
    """The question without some of its filters, and without what was said of their missing
    values."""
    if not filters:
        return query
    rest = tuple(one for one in query.filters if one not in filters)
    dropped = {one.field for one in filters}
    kept = tuple(name for name in query.or_missing if name not in dropped)
    return replace(query, filters=rest, or_missing=kept)


def _read_names(pairs: Sequence[Pair], faults: list[Fault]) -> tuple[str, ...]:
    text = read_once(pairs, _BY, faults)
    if text is None:
        if not any(pair.name == _BY for pair in pairs):
            detail = "Name the facets to count, separated by commas."
            faults.append(Fault(_BY, "missing-parameter", detail, "by=region", FACET_NAMES))
        return ()
    named = text.split(",", len(FACET_NAMES))
    faults.extend(_refuse(name) for name in named if name not in FACET_NAMES)
    if len(set(named)) < len(named):
        faults.append(Fault(_BY, "repeated", "A facet is named more than once."))
    return tuple(name for name in FACET_NAMES if name in named)


def _refuse(name: str) -> Fault:
    if not name:
        return Fault(_BY, "empty-value", "The name of a facet is empty.", None, FACET_NAMES)
    hint = _MEANT.get(name) or nearest(name, FACET_NAMES)
    return Fault(_BY, "bad-value", f"{quoted(name)} is no facet.", hint, FACET_NAMES)
