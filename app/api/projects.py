"""`/v1/projects`: the list, one record, and where each of its values comes from."""

import json
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, strong_tag
from app.api.contract.operations import NOTHING, operation
from app.api.listing import answer_list
from app.api.provenance import to_json
from app.api.routing import DirectRoute
from app.api.service import Snapshot, link, service_of
from app.domain.fields import FIELDS
from app.domain.record import today
from app.errors import ProjectNotFound
from app.query.accepts import RECORD
from app.query.compile import compile_record
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.reads import RecordState, record_evidence, record_state

PATH = "/v1/projects"
_ALL = tuple(field.name for field in FIELDS)

router = APIRouter(tags=["projects"], route_class=DirectRoute)


@router.get(PATH, **operation("list_projects"))
async def list_projects(request: Request) -> Response:
    """Projects, filtered, sorted and paged."""
    return answer_list(request, PROJECTS, PATH)


@router.get(f"{PATH}/{{id:path}}/provenance", **operation("get_provenance"))
async def get_provenance(request: Request, id: str) -> Response:
    """Where each value of a project comes from: document, line and raw text, or the rule."""
    service = service_of(request)
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    with service.snapshot() as snapshot:
        state = _find(snapshot, id)
        dataset = snapshot.dataset  # another document can state the same and move the source only
        tag = strong_tag(dataset.epoch, dataset.version, *state, service.settings.contacts)
        known = not_modified(request, tag)
        if known is not None:
            return known
        evidence = record_evidence(snapshot.reader, state.id)
    body = to_json(state.id, state.version, evidence, personal=service.shows_contacts)
    headers = _headers(request, state, id, "/provenance")
    return json_response(json.dumps(body, ensure_ascii=False).encode(), tag, **headers)


@router.get(f"{PATH}/{{id:path}}", **operation("get_project"))
async def get_project(request: Request, id: str) -> Response:
    """One project, by id or printed number."""
    service = service_of(request)
    accepts = replace(RECORD, personal=service.shows_contacts)
    query = parse_query(PROJECTS, request.scope["query_string"], accepts=accepts)
    with service.snapshot() as snapshot:
        state = _find(snapshot, id)
        columns = query.fields or _ALL
        day = today()
        tag = strong_tag(snapshot.dataset.epoch, *state, service.settings.contacts, day, *columns)
        known = not_modified(request, tag)
        if known is not None:
            return known
        personal = service.shows_contacts and columns != PROJECTS.public
        body = _read(snapshot, state.id, columns, personal=personal)
    return json_response(body, tag, **_headers(request, state, id))


def _find(snapshot: Snapshot, asked: str) -> RecordState:
    state = record_state(snapshot.reader, asked) if "\0" not in asked else None
    if state is None:
        raise ProjectNotFound(f"No project has the id or number “{asked}”.")
    return state


def _read(snapshot: Snapshot, key: str, columns: tuple[str, ...], *, personal: bool) -> bytes:
    statement = compile_record(PROJECTS, key, columns, today=today(), personal=personal)
    body: bytes = snapshot.reader.rows(statement.sql, statement.parameters)[0][0]
    return body


def _headers(request: Request, state: RecordState, asked: str, rest: str = "") -> dict[str, str]:
    """Where the answer really lives, when it was asked for by number."""
    if asked == state.id:
        return {}
    return {"Content_Location": link(request, f"{PATH}/{state.id}{rest}")}
