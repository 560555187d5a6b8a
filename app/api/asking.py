"""`POST /v1/projects/query`: the question of a list as a JSON body, answered as the list is."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.body import JSON, QUESTIONS, read_body
from app.api.contract.operations import NOTHING, operation
from app.api.listing import answer_query, list_accepts
from app.api.projects import PATH
from app.api.questions import Asked
from app.api.routing import DirectRoute
from app.api.waiting import answer_patiently
from app.json_text import parse_json
from app.query.body import parse_body, told_of_members
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.snapshot import Snapshot

router = APIRouter(tags=["projects"], route_class=DirectRoute)


@router.post(QUESTIONS, **operation("query_projects"))
async def query_projects(request: Request) -> Response:
    """Projects, by a question as JSON; a read, so no key is needed."""
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    given = parse_json((await read_body(request, JSON)).content)

    def answer(snapshot: Snapshot) -> Response:
        names = given if isinstance(given, dict) else {}
        lookups, accepts = snapshot.lookups_for(names), list_accepts(request)
        query = parse_body(PROJECTS, given, lookups=lookups, accepts=accepts)
        with told_of_members():
            return answer_query(request, snapshot, PROJECTS, Asked.of(PROJECTS, query), PATH)

    return await answer_patiently(request, answer)
