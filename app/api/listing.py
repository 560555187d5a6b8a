"""A page of any resource: parse → tag → page and total → envelope. The hot path of the service."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.envelope import Page
from app.api.notes import moment_notes, owner_notes
from app.api.service import link, lists_contacts, may_name_contacts, service_of
from app.database import Row
from app.query.accepts import LIST
from app.query.compile import compile_page, compile_total
from app.query.cursor import Stored, make_cursor, read_cursor
from app.query.format import format_query, with_paging
from app.query.model import DEFAULT_LIMIT, Query
from app.query.parse import parse_query
from app.query.resource import Resource
from app.store.snapshot import Snapshot
from app.store.view import View, view_of

_LIST_OF_KEY = replace(LIST, personal=True)
"""What a list takes from a caller who may name contact data."""


def answer_list(request: Request, resource: Resource, path: str) -> Response:
    """The page that the query string asks for, or 304 where the caller holds it already."""
    with service_of(request).snapshot() as snapshot:
        accepts = _LIST_OF_KEY if may_name_contacts(request) else LIST
        raw = request.scope["query_string"]
        lookups = snapshot.lookups_of_all_time if b"as_of=" in raw else snapshot.lookups
        query = parse_query(resource, raw, lookups=lookups, accepts=accepts)
        view = view_of(snapshot, query)
        personal = lists_contacts(request, resource, query.fields)
        dataset = snapshot.dataset
        address = link(request, path)
        asked = format_query(resource, query, paging=False)
        whole = with_paging(asked, query)
        tag = weak_tag(dataset.epoch, dataset.version, address, whole, personal, view.day)
        known = not_modified(request, tag)
        if known is not None:
            return known
        page = _make_page(snapshot, resource, query, view, (address, asked), personal=personal)
    return json_response(page.to_json(), tag, **page.link_header())


def _make_page(
    snapshot: Snapshot,
    resource: Resource,
    query: Query,
    view: View,
    written: tuple[str, str],
    *,
    personal: bool,
) -> Page:
    """`written` is the address of the list and the question without paging."""
    address, asked = written
    after = read_cursor(resource, query)
    rows = _rows(snapshot, resource, view, after, personal=personal)
    total, not_stated = _count(snapshot, resource, view)
    limit = query.limit or DEFAULT_LIMIT
    cursor = None
    if len(rows) > limit:
        rows = rows[:limit]
        cursor = make_cursor(resource, query, rows[-1][1:])
    following = with_paging(asked, replace(query, cursor=cursor, offset=0))
    return Page(
        rows=[row[0] for row in rows],
        total=total,
        not_stated=not_stated,
        limit=limit,
        next_cursor=cursor,
        next=f"{address}?{following}" if cursor else None,
        dataset=view.dataset,
        query=asked,
        notes=(*moment_notes(query), *owner_notes(snapshot.reader, resource, query)),
    )


def _rows(
    snapshot: Snapshot,
    resource: Resource,
    view: View,
    after: tuple[Stored, ...] | None,
    *,
    personal: bool,
) -> Sequence[Row]:
    statement = compile_page(resource, view.query, today=view.day, after=after, personal=personal)
    return snapshot.reader.rows(statement.sql, statement.parameters)


def _count(snapshot: Snapshot, resource: Resource, view: View) -> tuple[int | None, dict[str, int]]:
    if view.query.count == "none":
        return None, {}
    total = compile_total(resource, view.query, today=view.day)
    return total.read(snapshot.reader.rows(total.statement.sql, total.statement.parameters)[0])
