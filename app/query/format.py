"""A `Query` → its canonical query string: parsing that gives the same question again.

Writes only what parse.py reads; links, ETags and cursors are made from it.
"""

from collections.abc import Iterator
from urllib.parse import quote

from app.query.field_lists import ALL_FIELDS
from app.query.lists import join_list
from app.query.literal_text import write_literal
from app.query.model import DEFAULT_LIMIT, Filter, Query, SortKey
from app.query.moments import write_moment
from app.query.operators import BY_KEY, Arity
from app.query.resource import WHERE, Resource
from app.query.tree_text import write_tree

_READABLE = ",:*/"
"""Marks that need no encoding in a query string and are easier to read without."""


def format_query(
    resource: Resource,
    query: Query,
    *,
    paging: bool = True,
    default_limit: int | None = DEFAULT_LIMIT,
) -> str:
    """The canonical text of a question; without `paging` it leaves out cursor and offset."""
    return "&".join(
        f"{name}={quote(text, safe=_READABLE)}"
        for name, text in (
            *_filters(resource, query.filters),
            *_controls(resource, query, default_limit),
            *(_paging(query) if paging else ()),
        )
    )


def with_paging(text: str, query: Query) -> str:
    """The whole canonical text of a question, from its text without paging."""
    paging = (f"{name}={quote(value, safe=_READABLE)}" for name, value in _paging(query))
    return "&".join((*((text,) if text else ()), *paging))


def _filters(resource: Resource, filters: tuple[Filter, ...]) -> Iterator[tuple[str, str]]:
    for asked in filters:
        operator = BY_KEY[asked.op]
        texts = tuple(write_literal(resource, asked, value) for value in asked.values)
        name = f"{asked.field}{operator.suffix}"
        if operator.arity is Arity.MANY:
            yield name, join_list(texts)
        else:
            yield from ((name, text) for text in texts)


def _controls(
    resource: Resource, query: Query, default_limit: int | None
) -> Iterator[tuple[str, str]]:
    if query.where is not None:
        yield WHERE, write_tree(resource, query.where)
    if query.q is not None:
        yield "q", query.q
    if query.or_missing:
        yield "or_missing", ",".join(query.or_missing)
    if query.as_of is not None:
        yield "as_of", write_moment(query.as_of)
    if query.sort:
        yield "sort", ",".join(map(_sort_key, query.sort))
    if query.fields is not None:
        every = query.fields == resource.public
        yield "fields", ALL_FIELDS if every else ",".join(query.fields)
    if query.limit is not None and query.limit != default_limit:
        yield "limit", str(query.limit)
    if query.count != "exact":
        yield "count", query.count


def _paging(query: Query) -> Iterator[tuple[str, str]]:
    if query.cursor is not None:
        yield "cursor", query.cursor
    if query.offset:
        yield "offset", str(query.offset)


def _sort_key(key: SortKey) -> str:
    return f"-{key.field}" if key.descending else key.field
