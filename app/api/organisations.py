"""`/v1/organisations`: who owns projects, with totals and every spelling seen."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.access import sees_authors
from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import operation
from app.api.envelope import whole_page
from app.api.listing import answer_list
from app.api.routing import DirectRoute
from app.api.service import link, service_of
from app.domain.record import today
from app.errors import OrganisationNotFound
from app.faults import shortened
from app.query.accepts import CODE_LIST, RECORD
from app.query.compile import compile_record
from app.query.parse import parse_query
from app.query.resource import ORGANISATIONS
from app.store.merge_history import MergeEvent, merge_events, standing_organisation

PATH = "/v1/organisations"

router = APIRouter(tags=["organisations"], route_class=DirectRoute)


@router.get(PATH, **operation("list_organisations"))
async def list_organisations(request: Request) -> Response:
    """Organisations that own projects, with totals."""
    return await answer_list(request, ORGANISATIONS, PATH)


@router.get(f"{PATH}/{{id}}", **operation("get_organisation"))
async def get_organisation(request: Request, id: str) -> Response:
    """One organisation by its id, with totals and spellings; the one that answers for it today."""
    query = parse_query(ORGANISATIONS, request.scope["query_string"], accepts=RECORD)
    columns = query.fields or ORGANISATIONS.default
    with service_of(request).snapshot() as snapshot:
        dataset = snapshot.dataset
        standing = standing_organisation(snapshot.reader, id)
        if standing is None:
            raise OrganisationNotFound(f"No organisation has the id “{shortened(id)}”.")
        tag = weak_tag(dataset.epoch, dataset.version, standing, *columns)
        known = not_modified(request, tag)
        if known is not None:
            return known
        statement = compile_record(ORGANISATIONS, standing, columns, today=today())
        body: bytes = snapshot.reader.rows(statement.sql, statement.parameters)[0][0]
    address = link(request, f"{PATH}/{standing}")
    return json_response(body, tag, **({} if standing == id else {"Content_Location": address}))


@router.get(f"{PATH}/{{id}}/history", **operation("list_merges"))
async def list_merges(request: Request, id: str) -> Response:
    """What was merged into an organisation by hand, or it into another, the newest first."""
    query = parse_query(ORGANISATIONS, request.scope["query_string"], accepts=CODE_LIST)
    authors, address = sees_authors(request), link(request, f"{PATH}/{id}/history")
    with service_of(request).snapshot() as snapshot:
        dataset = snapshot.dataset
        tag = weak_tag(dataset.epoch, dataset.version, address, query.limit, query.offset, authors)
        known = not_modified(request, tag)
        if known is not None:
            return known
        events = merge_events(snapshot.reader, id)
        if not events and standing_organisation(snapshot.reader, id) is None:
            raise OrganisationNotFound(f"No organisation has the id “{shortened(id)}”.")
    rows = [_row(event, authors=authors) for event in events]
    page = whole_page(rows, query, address, dataset)
    return json_response(page.to_json(), tag, **page.link_header())


def _row(event: MergeEvent, *, authors: bool) -> dict[str, object]:
    return event._asdict() | ({} if authors else {"by": None})
