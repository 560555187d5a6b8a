"""A page of any resource: parse → tag → page and total → envelope. The hot path of the service."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.choosing import Choosing, Rows
from app.api.envelope import Page
from app.api.notes import LINK_TOO_LONG, moment_notes, owner_notes, search_notes
from app.api.questions import Asked
from app.api.service import link, lists_contacts, may_name_contacts, service_of
from app.api.timing import end_stage
from app.api.waiting import answer_patiently
from app.domain.record import today
from app.query.accepts import LIST, Accepts
from app.query.cursor import make_cursor, read_cursor
from app.query.format import with_paging
from app.query.model import DEFAULT_LIMIT
from app.query.resource import Resource
from app.query.wire import MAX_BYTES, fits_address
from app.store.snapshot import Snapshot
from app.store.view import view_of

_LIST_OF_KEY = replace(LIST, personal=True)
"""What a list takes from a caller who may name contact data."""


async def answer_list(request: Request, resource: Resource, path: str) -> Response:
    """The page that the query string asks for, or 304 where the caller holds it already."""

    def answer(snapshot: Snapshot) -> Response:
        raw, accepts = request.scope["query_string"], list_accepts(request)
        asked = service_of(request).questions.read(snapshot, resource, raw, accepts)
        return answer_query(request, snapshot, resource, asked, path)

    return await answer_patiently(request, answer)


def answer_query(
    request: Request, snapshot: Snapshot, resource: Resource, asked: Asked, path: str
) -> Response:
    """The page of a question whose list stands at the path, or 304: that is known before anything
    is looked up. Raises `Unlearnt` and `Lengthy`."""
    query, dataset, address = asked.query, snapshot.dataset, link(request, path)
    personal = lists_contacts(request, resource, query.fields)
    whole = with_paging(asked.text, query)
    tag = weak_tag(dataset.epoch, dataset.version, address, whole, personal, today())
    known = not_modified(request, tag)
    if known is not None:
        return known
    end_stage(request.scope, "parse")
    view = view_of(snapshot, query)
    choosing = Choosing(service_of(request), snapshot, resource, view, personal)
    rows = choosing.rows(read_cursor(resource, query))
    end_stage(request.scope, "select")
    counted = choosing.total()
    end_stage(request.scope, "count")
    page = _make_page(choosing, asked, address, rows, counted)
    return json_response(page.to_json(), tag, **page.link_header())


def list_accepts(request: Request) -> Accepts:
    """What a list takes from this caller."""
    return _LIST_OF_KEY if may_name_contacts(request) else LIST


def _make_page(
    choosing: Choosing,
    asked: Asked,
    address: str,
    rows: Rows,
    counted: tuple[int | None, dict[str, int]],
) -> Page:
    """`address` is that of the list."""
    query, resource, view = asked.query, choosing.resource, choosing.view
    cursor = make_cursor(resource, query, rows.last) if rows.last is not None else None
    following = with_paging(asked.text, replace(query, cursor=cursor, offset=0))
    reachable = cursor is None or (fits_address(asked.text) and len(following) <= MAX_BYTES)
    return Page(
        rows=rows.texts,
        total=counted[0],
        not_stated=counted[1],
        limit=query.limit or DEFAULT_LIMIT,
        next_cursor=cursor,
        next=f"{address}?{following}" if cursor and reachable else None,
        dataset=view.dataset,
        query=asked.text,
        notes=(
            *moment_notes(query),
            *owner_notes(choosing.snapshot.reader, resource, query),
            *search_notes(view.query),
            *(() if reachable else (LINK_TOO_LONG,)),
        ),
    )
