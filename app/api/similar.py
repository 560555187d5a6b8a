"""`/v1/projects/{id}/similar`: the projects most like one, with reasons, and its figures among its
peers."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import operation
from app.api.envelope import Page
from app.api.paging import encode_row
from app.api.projects import PATH, find_record, real_address
from app.api.routing import DirectRoute
from app.api.service import link, service_of
from app.api.timing import end_stage
from app.mirror.mirror import Mirror
from app.query.accepts import SIMILAR
from app.query.format import format_query
from app.query.model import Query
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.similar.peers import measure, peers_of
from app.similar.similar import find_similar
from app.store.neighbours import Neighbour, neighbour_of
from app.store.snapshot import Snapshot
from app.store.view import view_of

router = APIRouter(tags=["projects"], route_class=DirectRoute)


@router.get(f"{PATH}/{{id:record}}/similar", **operation("list_similar"))
async def list_similar(request: Request, id: str) -> Response:
    """The projects most like a project, with reasons, and its figures among its peers."""
    query = parse_query(PROJECTS, request.scope["query_string"], accepts=SIMILAR)
    with service_of(request).snapshot() as snapshot:
        state = find_record(snapshot, view_of(snapshot, Query()), id)
        dataset = snapshot.dataset
        tag = weak_tag(dataset.epoch, dataset.version, link(request, PATH), state.id, query.limit)
        known = not_modified(request, tag)
        if known is not None:
            return known
        end_stage(request.scope, "parse")
        page = _make_page(request, snapshot, state.id, query)
    return json_response(page.to_json(), tag, **real_address(request, state, id, "/similar"))


def _make_page(request: Request, snapshot: Snapshot, key: str, query: Query) -> Page:
    limit, mirror = query.limit or SIMILAR.max_limit, service_of(request).mirror
    hits = mirror.hits(snapshot, view_of(snapshot, Query()))
    record = neighbour_of(snapshot.reader, key)
    rows = find_similar(snapshot.reader, hits, record, limit)
    end_stage(request.scope, "select")
    peers = _peers(request, mirror, snapshot, record)
    end_stage(request.scope, "count")
    return Page(
        rows=map(encode_row, rows),
        total=len(rows),
        limit=limit,
        query=format_query(PROJECTS, query, default_limit=SIMILAR.default_limit),
        dataset=snapshot.dataset,
        further={"peers": peers},
    )


def _peers(
    request: Request, mirror: Mirror, snapshot: Snapshot, record: Neighbour
) -> dict[str, object] | None:
    """Whom the project is held against, where they are listed, and its figures among them."""
    peers = peers_of(record)
    if peers is None:
        return None
    hits = mirror.hits(snapshot, view_of(snapshot, peers.query))
    address = link(request, PATH, format_query(PROJECTS, peers.query))
    of = {"field": peers.field, "value": peers.value, "href": address}
    return {"of": of, **measure(hits, record.since)}
