"""The SQL of each statement, from shapes: no literal ever comes here.

With its siblings (dialect, expressions, conditions, matching, membership, keyset) the only home of
SQL text.
"""

from collections.abc import Iterator

from app.query.conditions import Conditions
from app.query.dialect import Dialect
from app.query.expressions import json_row, stored
from app.query.fragment import ALWAYS, Fragment, Given, Parameter, any_of, compose, joined, untrue
from app.query.keyset import Order
from app.query.operators import BY_KEY
from app.query.past import records_of
from app.query.resource import Resource
from app.query.shape import PageShape, WhereShape

_PAGE = "SELECT {row}, {values} FROM {table}{where} ORDER BY {order}{window}"
_PAGE_BY_KEY = (
    "SELECT {row}, {values} FROM {table} WHERE {key} IN"
    " (SELECT {key} FROM {same}{where} ORDER BY {order}{window}) ORDER BY {again}"
)
"""Chooses the page's rows before it writes any: else JSON is made of every hit that is sorted."""


def make_where(resource: Resource, dialect: Dialect, shape: WhereShape) -> Fragment:
    """The conditions alone."""
    return Conditions(resource, dialect, shape.or_missing, past=shape.past).where(shape)


def make_page(resource: Resource, dialect: Dialect, shape: PageShape) -> Fragment:
    """Rows of one JSON text and the sort values, in order."""
    order = Order.of(resource, dialect, shape.sort, shape.where.words)
    conditions = [make_where(resource, dialect, shape.where)]
    if shape.after:
        conditions.append(order.after(shape.after))
    table = records_of(resource, dialect, past=shape.where.past)
    shown = {
        "row": json_row(resource, dialect, shape.columns, personal=shape.personal),
        "values": order.values(),
        "table": table,
    }
    chosen = {
        "where": where_clause(conditions),
        "order": order.clause(),
        "window": joined("", _window(dialect, shape)),
    }
    if not resource.row_key:
        return compose(_PAGE, **shown, **chosen)
    # A past state is found by the id of its record.
    key = Fragment("id" if shape.where.past else resource.row_key)
    return compose(_PAGE_BY_KEY, **shown, key=key, same=table, **chosen, again=order.clause())


def make_chosen(resource: Resource, dialect: Dialect, shape: PageShape) -> Fragment:
    """The same rows of records that stand from the versions given, as a JSON list, in its order."""
    return compose(
        dialect.in_order,
        row=json_row(resource, dialect, shape.columns, personal=shape.personal),
        values=Order.of(resource, dialect, shape.sort).values(),
        keys=Fragment(dialect.placeholder, (_key,)),
        table=Fragment(resource.table),
    )


def make_total(
    resource: Resource, dialect: Dialect, shape: WhereShape, unstated: tuple[str, ...]
) -> Fragment:
    """One row: the count, and for each unstated field how many records miss it."""
    table = records_of(resource, dialect, past=shape.past)
    count = compose(
        "SELECT count(*) FROM {table}{where}",
        table=table,
        where=where_clause([make_where(resource, dialect, shape)]),
    )
    if not unstated:
        return count
    missing = tuple(
        compose(BY_KEY["isnull"].sql, left=stored(resource.fields[name], dialect))
        for name in unstated
    )
    # Two readings of the table, so that an index can serve either.
    maybe = Conditions(resource, dialect, shape.or_missing, frozenset(unstated), shape.past)
    dropped = [any_of(missing), maybe.where(shape)]
    if shape.has_alternatives:
        dropped.append(untrue(make_where(resource, dialect, shape)))
    return compose(
        "SELECT ({count}), unstated.* FROM (SELECT {counts} FROM {table}"
        " WHERE {dropped}) AS unstated",
        count=count,
        counts=joined(", ", _counts(missing)),
        table=table,
        dropped=joined(" AND ", dropped),
    )


def make_record(
    resource: Resource, dialect: Dialect, columns: tuple[str, ...], personal: bool, past: bool
) -> Fragment:
    """The row of one key."""
    return compose(
        "SELECT {row} FROM {table} WHERE id = {key}",
        row=json_row(resource, dialect, columns, personal=personal),
        table=records_of(resource, dialect, past=past),
        key=Fragment(dialect.placeholder, (_key,)),
    )


def where_clause(conditions: list[Fragment]) -> Fragment:
    """WHERE and these; nothing where nothing is asked: a plain count is then much faster."""
    asked = [condition for condition in conditions if condition != ALWAYS]
    return compose(" WHERE {all}", all=joined(" AND ", asked)) if asked else Fragment("")


def _counts(missing: tuple[Fragment, ...]) -> Iterator[Fragment]:
    for place, each in enumerate(missing):
        yield compose(f"count(*) FILTER (WHERE {{each}}) AS n{place}", each=each)


def _window(dialect: Dialect, shape: PageShape) -> Iterator[Fragment]:
    if shape.limited:
        yield Fragment(f" LIMIT {dialect.placeholder}", (_limit,))
    if shape.offset:
        yield Fragment(f" OFFSET {dialect.placeholder}", (_offset,))


def _limit(given: Given) -> Parameter:
    return None if given.query.limit is None else given.query.limit + 1


def _offset(given: Given) -> Parameter:
    return given.query.offset


def _key(given: Given) -> Parameter:
    return given.key
