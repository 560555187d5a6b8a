"""Filters, a tree and the texts of controls → one canonical `Query`: where both doors meet, query
string and JSON body.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.faults import ValueRefused, collected
from app.query.accepts import Accepts
from app.query.controls import read_control
from app.query.field_lists import Context
from app.query.filters import MAX_VALUES, count_values, too_many_values
from app.query.model import Condition, Filter, Query
from app.query.resource import Resource
from app.query.tree import asserted, conditions_of
from app.query.tree_form import settle

MOST_MARKED = 100
"""Rows of a page that tells where a search was found."""
Refuse = Callable[[str, ValueRefused], None]
"""Notes what is wrong with a control, by its name; an empty one is the whole question."""


def controls_of(resource: Resource, accepts: Accepts) -> tuple[str, ...]:
    """The controls that an address takes for this resource."""
    controls = accepts.controls
    return controls if resource.past else tuple(name for name in controls if name != "as_of")


@dataclass(frozen=True, slots=True)
class Parts:
    """A question in parts, as far as they could be read."""

    filters: Sequence[Filter]
    tree: Condition | None
    controls: Mapping[str, str]  # in canonical order, without the tree
    sound: bool  # whether all of its conditions could be read


def put_together(resource: Resource, accepts: Accepts, parts: Parts, refuse: Refuse) -> Query:
    """The question as far as it can be read."""
    filters, where = settle(resource, parts.filters, parts.tree)
    bare = Query(filters=filters, where=where)
    if where is not None and count_values(conditions_of(bare)) > MAX_VALUES:
        refuse("", too_many_values())
    context = Context(resource, accepts, asserted(bare), parts.sound)
    read: dict[str, Any] = {"limit": accepts.default_limit}
    for name, text in parts.controls.items():
        with collected(context.sink):
            read[name] = read_control(context, name, text)
        for refused in context.sink:
            refuse(name, refused)
        context.sink.clear()
    if "offset" in parts.controls and "cursor" in parts.controls:
        detail = "A cursor and an offset exclude each other."
        refuse("offset", ValueRefused("conflict", detail, "cursor"))
    query = Query(filters=filters, where=where, **read)
    _check_marks(resource, query, refuse)
    return query


def _check_marks(resource: Resource, query: Query, refuse: Refuse) -> None:
    """What tells where a search was found needs one, and takes time for each row."""
    marks = set(query.fields or ()) & set(resource.marks)
    if marks and query.q is None:
        detail = f"Without q there is nothing to tell of {', '.join(sorted(marks))}."
        refuse("fields", ValueRefused("conflict", detail, "q"))
    if marks and (query.limit or 0) > MOST_MARKED:
        detail = f"With {', '.join(sorted(marks))} a page has at most {MOST_MARKED} rows."
        refuse("limit", ValueRefused("out-of-range", detail, str(MOST_MARKED)))
