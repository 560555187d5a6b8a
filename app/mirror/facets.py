"""Counts the values of facets: of each, the records by its values with its own filters left out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.fields import BY_NAME, Kind
from app.mirror.columns import Hits
from app.mirror.grouping import group
from app.mirror.keys import key_of
from app.mirror.selection import Selection
from app.query.aggregation.groups import KeyValue, PeriodCode, label_of, written
from app.query.aggregation.question import GroupKey
from app.query.facets import Facets, without
from app.query.model import Filter, Query
from app.query.values import write_value
from app.store.view import View

HitsOf = Callable[[View], Hits]
OwnerNames = Callable[[Sequence[str]], Mapping[str, str]]
"""Finds the names of organisations by their ids."""
_EQUALITIES = frozenset({"eq", "in"})


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value of a facet; `selected` tells whether the facet's own filters take it."""

    facet: str
    value: str | None  # what to filter by
    label: str | None
    programme_period: str | None
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The values of one facet, the most frequent first; how many more there are, and of how many
    records."""

    name: str
    rows: Sequence[FacetRow]
    more: int
    total: int


def count_facets(
    hits_of: HitsOf, view: View, asked: Facets, names: OwnerNames
) -> list[FacetCounts]:
    """Each facet asked for, in order; `view` is that of its question."""
    known: dict[Query, Selection] = {}

    def rows_of(query: Query) -> Selection:
        if query not in known:
            known[query] = Selection.of(hits_of(view._replace(query=query)), view.day)
        return known[query]

    facets = []
    for name in asked.names:
        own = asked.own(name)
        rows = rows_of(without(view.query, own) if asked.disjunctive else view.query)
        taken = _taken(rows_of(view.query), name, own) if own else set()
        facets.append(_facet(name, rows, taken, asked.query.limit, names))
    return facets


def _facet(
    name: str, rows: Selection, taken: Collection[KeyValue], limit: int | None, names: OwnerNames
) -> FacetCounts:
    counts = _counts(rows, name)
    shown = sorted(counts, key=lambda value: (-counts[value], value is None, str(written(value))))
    more = max(len(shown) - limit, 0) if limit is not None else 0
    shown = shown[: len(shown) - more]
    owners = names([str(value) for value in shown]) if name == "owner_id" else {}
    found = [
        FacetRow(
            facet=name,
            value=_text(value),
            label=label_of(name, value, owners),
            programme_period=value.period if isinstance(value, PeriodCode) else None,
            count=counts[value],
            selected=value in taken,
        )
        for value in shown
    ]
    return FacetCounts(name, found, more, len(rows))


def _counts(rows: Selection, name: str) -> dict[KeyValue, int]:
    """How many rows have each value, or None; of lists, one that is empty."""
    if BY_NAME[name].kind is not Kind.LIST:
        groups = group(len(rows), [key_of(rows, GroupKey(name))])
        return {key: size for (key,), size in zip(groups.keys, groups.sizes.tolist(), strict=True)}
    column = rows.coded(name)
    sizes = np.bincount(column.codes, minlength=len(column.values)).tolist()
    counts: Counter[KeyValue] = Counter()
    for values, size in zip(column.values, sizes, strict=True):
        listed: tuple[KeyValue, ...] = values if isinstance(values, tuple) and values else (None,)
        counts.update(dict.fromkeys(listed, size))
    return {value: count for value, count in counts.items() if count}


def _taken(rows: Selection, name: str, own: Iterable[Filter]) -> Collection[KeyValue]:
    """The values that a facet's own filters take: those of the rows that are left; of lists those
    that are named, because a row that has one has others too."""
    if BY_NAME[name].kind is not Kind.LIST:
        return _counts(rows, name).keys()
    return {str(value) for one in own if one.op in _EQUALITIES for value in one.values}


def _text(value: KeyValue) -> str | None:
    """The value as a filter takes it."""
    if isinstance(value, bool):
        return write_value(Kind.BOOLEAN, value)
    plain = written(value)
    return None if plain is None else str(plain)
