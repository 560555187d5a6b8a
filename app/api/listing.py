"""A page of any resource: parse → tag → page and total → envelope. The hot path of the service."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.envelope import Page
from app.api.notes import owner_notes
from app.api.service import Snapshot, link, service_of
from app.database import Row
from app.domain.record import today
from app.query.compile import compile_page, compile_total
from app.query.cursor import make_cursor, read_cursor
from app.query.format import format_query, with_paging
from app.query.model import DEFAULT_LIMIT, Query
from app.query.parse import parse_query
from app.query.resource import Resource


def answer_list(request: Request, resource: Resource, path: str) -> Response:
    """The page that the query string asks for, or 304 where the caller holds it already."""
    with service_of(request).snapshot() as snapshot:
        query = parse_query(resource, request.scope["query_string"], lookups=snapshot.lookups)
        day, dataset = today(), snapshot.dataset
        address = link(request, path)
        asked = format_query(resource, query, paging=False)
        whole = with_paging(asked, query)
        tag = weak_tag(dataset.epoch, dataset.version, address, whole, day)
        known = not_modified(request, tag)
        if known is not None:
            return known
        page = _make_page(snapshot, resource, query, day, (address, asked))
    return json_response(page.to_json(), tag, **page.link_header())


def _make_page(
    snapshot: Snapshot, resource: Resource, query: Query, day: date, written: tuple[str, str]
) -> Page:
    """`written` is the address of the list and the question without paging."""
    address, asked = written
    rows = _rows(snapshot, resource, query, day)
    total, not_stated = _count(snapshot, resource, query, day)
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
        dataset=snapshot.dataset,
        query=asked,
        notes=owner_notes(snapshot.reader, resource, query),
    )


def _rows(snapshot: Snapshot, resource: Resource, query: Query, day: date) -> Sequence[Row]:
    after = read_cursor(resource, query)
    statement = compile_page(resource, query, today=day, after=after)
    return snapshot.reader.rows(statement.sql, statement.parameters)


def _count(
    snapshot: Snapshot, resource: Resource, query: Query, day: date
) -> tuple[int | None, dict[str, int]]:
    if query.count == "none":
        return None, {}
    total = compile_total(resource, query, today=day)
    return total.read(snapshot.reader.rows(total.statement.sql, total.statement.parameters)[0])
