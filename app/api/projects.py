"""`/v1/projects`: the list, one record, and where each of its values comes from."""

import json
from dataclasses import replace
from functools import lru_cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.accepting import wants_linked
from app.api.access import sees_authors
from app.api.caching import json_response, not_modified, record_stamp, record_tag, strong_tag
from app.api.contract.operations import operation
from app.api.listing import answer_list
from app.api.provenance import to_json
from app.api.routing import DirectRoute
from app.api.service import link, service_of, shows_contacts
from app.domain.fields import FIELDS
from app.errors import ProjectNotFound
from app.faults import shortened
from app.linked.nodes import MEDIA_TYPE
from app.linked.project import describe_project
from app.query.accepts import PROVENANCE, RECORD
from app.query.compile import compile_record
from app.query.model import Query
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.reads import RecordState, record_evidence, record_state
from app.store.snapshot import Snapshot
from app.store.timeline import past_record_state
from app.store.view import View, view_of

PATH = "/v1/projects"
_ALL = tuple(field.name for field in FIELDS)
_VARY = "Accept"

router = APIRouter(tags=["projects"], route_class=DirectRoute)


@router.get(PATH, **operation("list_projects"))
async def list_projects(request: Request) -> Response:
    """Projects, filtered, sorted and paged."""
    return await answer_list(request, PROJECTS, PATH)


@router.get(f"{PATH}/{{id:record}}/provenance", **operation("get_provenance"))
async def get_provenance(request: Request, id: str) -> Response:
    """Where each value of a project comes from: document, line and raw text, or the rule."""
    query = parse_query(PROJECTS, request.scope["query_string"], accepts=PROVENANCE)
    personal = shows_contacts(request)
    with service_of(request).snapshot() as snapshot:
        state = find_record(snapshot, view_of(snapshot, query), id)
        dataset = snapshot.dataset  # another document can state the same and move the source only
        tag = strong_tag(dataset.epoch, dataset.version, *state, personal, sees_authors(request))
        known = not_modified(request, tag)
        if known is not None:
            return known
        evidence = record_evidence(snapshot.reader, state.id, state.version)
    body = to_json(
        state.id, state.version, evidence, personal=personal, names_authors=sees_authors(request)
    )
    headers = real_address(request, state, id, "/provenance")
    return json_response(json.dumps(body, ensure_ascii=False).encode(), tag, **headers)


@router.get(f"{PATH}/{{id:record}}", **operation("get_project"))
async def get_project(request: Request, id: str) -> Response:
    """One project, by id or printed number; as JSON-LD where `Accept` asks for that."""
    linked = wants_linked(request)
    shows = shows_contacts(request) and not linked
    query = _read_question(request.scope["query_string"], personal=shows)
    columns = query.fields or _ALL
    personal = shows and columns != PROJECTS.public
    with service_of(request).snapshot() as snapshot:
        view = view_of(snapshot, query)
        state = find_record(snapshot, view, id)
        stamp = record_stamp(snapshot.dataset.epoch, state.id, state.version)
        shown = (state.last_seen_at, state.redaction, view.day, query.fields)
        form = (MEDIA_TYPE,) if linked else ()  # without it the tag is that of what was written
        tag = record_tag(stamp, *shown, *form, *_past(view, snapshot), personal=personal)
        known = not_modified(request, tag, Vary=_VARY)
        if known is not None:
            return known
        body = _read(snapshot, state.id, columns, view, personal=personal)
    headers = {"Vary": _VARY, **real_address(request, state, id)}
    if not linked:
        return json_response(body, tag, **headers)
    described = describe_project(json.loads(body), link(request, f"{PATH}/{state.id}"))
    body = json.dumps(described, ensure_ascii=False).encode()
    return json_response(body, tag, MEDIA_TYPE, **headers)


@lru_cache(maxsize=64)
def _read_question(raw: bytes, *, personal: bool) -> Query:
    """What is asked of one record: nearly always nothing."""
    return parse_query(PROJECTS, raw, accepts=replace(RECORD, personal=personal))


def find_record(snapshot: Snapshot, view: View, asked: str) -> RecordState:
    """The record of an id, else of a printed number; raises `ProjectNotFound`."""
    if "\0" in asked:
        state = None
    elif view.version is None:
        state = record_state(snapshot.reader, asked)
    else:
        state = past_record_state(snapshot.reader, asked, view.version)
    if state is None:
        then = f" as of dataset version {view.version}" if view.version is not None else ""
        raise ProjectNotFound(f"No project has the id or number “{shortened(asked)}”{then}.")
    return state


def _past(view: View, snapshot: Snapshot) -> tuple[int, ...]:
    """What a past state's tag has beside: a redaction changes it without a new version."""
    return () if view.version is None else (snapshot.dataset.version,)


def _read(
    snapshot: Snapshot, key: str, columns: tuple[str, ...], view: View, *, personal: bool
) -> bytes:
    statement = compile_record(
        PROJECTS, key, columns, today=view.day, personal=personal, version=view.version
    )
    body: bytes = snapshot.reader.rows(statement.sql, statement.parameters)[0][0]
    return body


def real_address(
    request: Request, state: RecordState, asked: str, rest: str = ""
) -> dict[str, str]:
    """Where the answer really lives, when it was asked for by number."""
    if asked == state.id:
        return {}
    return {"Content_Location": link(request, f"{PATH}/{state.id}{rest}")}
