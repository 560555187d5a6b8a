"""The question about some of a question's records: those with one more value, or without one."""

from dataclasses import replace

from app.domain.fields import Kind
from app.query.canonical import canonical_filters
from app.query.model import Filter, Query
from app.query.resource import Resource

_EQUALITIES = frozenset({"eq", "in"})


def narrow(resource: Resource, query: Query, name: str, value: str | None) -> Query | None:
    """The question about those records that have the value, or lack one where it is None; None
    where no question of the language says so.

    Some record must have the value: an equality that was asked for is then wider, and gives way.
    """
    if value is None:
        missing = Filter(name, "isnull", (True,))
        return query if missing in query.filters else _with(resource, query, missing)
    equalities = [one for one in query.filters if one.field == name and one.op in _EQUALITIES]
    if resource.fields[name].kind is not Kind.LIST:
        rest = tuple(one for one in query.filters if one not in equalities)
        return _with(resource, replace(query, filters=rest), Filter(name, "eq", (value,)))
    if any(one.values == (value,) for one in equalities):
        return query
    if len(equalities) > 1:  # a list can be held against two sets of values, by eq and by in
        return None
    return _with(resource, query, Filter(name, "eq", (value,)))


def _with(resource: Resource, query: Query, one: Filter) -> Query:
    return replace(query, filters=canonical_filters(resource, (*query.filters, one)))
