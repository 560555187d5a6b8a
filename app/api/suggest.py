"""`/v1/suggest`: what somebody may mean who has typed a few letters."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import operation
from app.api.envelope import Page
from app.api.organisations import PATH as ORGANISATIONS
from app.api.paging import encode_row
from app.api.projects import PATH as PROJECTS_PATH
from app.api.routing import DirectRoute
from app.api.service import link, service_of
from app.api.timing import end_stage
from app.query.model import Query
from app.query.narrowing import Narrower
from app.query.resource import PROJECTS
from app.query.suggesting import OWNER, PROJECT, Suggesting, read_suggesting
from app.store.snapshot import Snapshot
from app.suggestions.choice import choose
from app.suggestions.projects import find_projects
from app.suggestions.suggestion import Suggestion
from app.suggestions.typed import Typed

PATH = "/v1/suggest"
_WORDLESS = "What was typed has no letter and no digit: nothing was looked for."
_RECORDS = {PROJECT: PROJECTS_PATH, OWNER: ORGANISATIONS}
"""Where the record of a suggestion is; a code has none."""

router = APIRouter(tags=["projects"], route_class=DirectRoute)


@router.get(PATH, **operation("suggest"))
async def suggest(request: Request) -> Response:
    """Projects, owners and codes that begin, or have words that begin, as typed."""
    asked = read_suggesting(request.scope["query_string"])
    with service_of(request).snapshot() as snapshot:
        dataset = snapshot.dataset
        tag = weak_tag(dataset.epoch, dataset.version, link(request, PATH), asked.written)
        known = not_modified(request, tag)
        if known is not None:
            return known
        end_stage(request.scope, "parse")
        typed = Typed.of(asked.q)
        found = _find(request, snapshot, asked, typed) if typed.words else []
        end_stage(request.scope, "select")
    narrower = Narrower(PROJECTS, Query())
    page = Page(
        rows=[encode_row(_row(request, narrower, one)) for one in found],
        total=len(found),
        limit=asked.limit,
        dataset=dataset,
        query=asked.written,
        notes=() if typed.words else (_WORDLESS,),
    )
    return json_response(page.to_json(), tag)


def _find(
    request: Request, snapshot: Snapshot, asked: Suggesting, typed: Typed
) -> list[Suggestion]:
    directory, limit = service_of(request).directory, asked.limit
    found = list(directory.find(snapshot, typed, asked.kinds, limit))
    if PROJECT in asked.kinds:
        found += find_projects(snapshot.reader, typed, limit)
    return choose(found, limit)


def _row(request: Request, narrower: Narrower, one: Suggestion) -> dict[str, object]:
    text = narrower.written(one.behind)
    record = _RECORDS.get(one.kind)
    return {
        "kind": one.kind,
        "value": one.value,
        "label": one.label,
        "label_en": one.label_en,
        "filter": text,
        "count": one.count,
        "href": link(request, f"{record}/{one.value}")
        if record
        else link(request, PROJECTS_PATH, text or ""),
    }
