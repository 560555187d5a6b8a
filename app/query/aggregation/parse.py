"""A query string → one `Aggregation`, or `QueryRejected` with everything that is wrong; and back.

The records it is about are read as every list reads them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote

from app.faults import Fault, ValueRefused, collected
from app.query.accepts import AGGREGATE, Accepts
from app.query.aggregation.columns import columns_of, figure_columns
from app.query.aggregation.conditions import is_having, read_having, read_sort, write_having
from app.query.aggregation.keys import read_keys, write_key
from app.query.aggregation.metrics import check_apportioned, read_metrics, write_metric
from app.query.aggregation.question import COUNT, Aggregation, Metric
from app.query.format import format_query
from app.query.lookups import NO_LOOKUPS, Lookups
from app.query.once import read_once, read_switch
from app.query.parse import read_query
from app.query.resource import PROJECTS
from app.query.wire import Pair

COUNTED = (Metric(COUNT),)
"""The figures of a question that names none."""

_KEYS, _METRICS, _SORT, _OTHERS = "group_by", "metrics", "sort", "others"
_READABLE = ",:()"
Part = TypeVar("Part")


def read_aggregation(
    pairs: Sequence[Pair], *, lookups: Lookups = NO_LOOKUPS, accepts: Accepts = AGGREGATE
) -> tuple[Aggregation, list[Fault]]:
    """The question of decoded parameters, and its faults, for endpoints that add their own."""
    conditions = frozenset(pair.name for pair in pairs if is_having(pair.name))
    known = replace(accepts, others=accepts.others | conditions)
    query, faults = read_query(PROJECTS, pairs, lookups=lookups, accepts=known)
    sound = len(faults)
    keys = _read(pairs, _KEYS, read_keys, (), faults)
    metrics = _read(pairs, _METRICS, read_metrics, COUNTED, faults)
    others = read_switch(pairs, _OTHERS, faults, default=False)
    asked = Aggregation(query, keys, metrics, others=others)
    faults.extend(_conflicts(asked))
    if len(faults) > sound:  # which columns there are is not known
        return asked, faults
    columns = {column.name: column for column in columns_of(asked)}
    figures = {column.name: column for column in figure_columns(metrics)}
    sort = _read(pairs, _SORT, lambda text, sink: read_sort(text, columns, sink), (), faults)
    return replace(asked, having=read_having(pairs, figures, faults), sort=sort), faults


def format_aggregation(asked: Aggregation, default_limit: int | None) -> str:
    """The canonical text of a question, without its place in the list."""
    columns = {column.name: column for column in figure_columns(asked.metrics)}
    parts = [
        (_KEYS, ",".join(map(write_key, asked.keys))),
        (_METRICS, ",".join(map(write_metric, asked.metrics))),
        *(write_having(one, columns) for one in asked.having),
        (_SORT, ",".join(f"{'-' * key.descending}{key.field}" for key in asked.sort)),
        (_OTHERS, "true" if asked.others else ""),
    ]
    records = format_query(PROJECTS, asked.query, paging=False, default_limit=default_limit)
    written = (f"{name}={quote(text, safe=_READABLE)}" for name, text in parts if text)
    return "&".join((*((records,) if records else ()), *written))


def _read(
    pairs: Sequence[Pair],
    name: str,
    read: Callable[[str, list[ValueRefused]], tuple[Part, ...]],
    unasked: tuple[Part, ...],
    faults: list[Fault],
) -> tuple[Part, ...]:
    text = read_once(pairs, name, faults)
    if text is None:
        return unasked
    sink: list[ValueRefused] = []
    found = unasked
    with collected(sink):
        found = read(text, sink)
    faults.extend(refused.at(name) for refused in sink)
    return found


def _conflicts(asked: Aggregation) -> Iterator[Fault]:
    """What does not go together."""
    if asked.others and asked.query.offset:
        yield Fault(_OTHERS, "conflict", "others tells what is beyond the first rows.", "limit")
    if not asked.by_active_year:
        return
    if asked.others:
        detail = "A project can be active in several years, so others would count it twice."
        yield Fault(_OTHERS, "conflict", detail, "limit")
    for metric in asked.metrics:
        try:
            check_apportioned(metric)
        except ValueRefused as refused:
            yield refused.at(_METRICS)
