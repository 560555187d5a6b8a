"""`/v1/organisations`: who owns projects, with totals and every spelling seen."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import operation
from app.api.listing import answer_list
from app.api.routing import DirectRoute
from app.api.service import service_of
from app.domain.record import today
from app.errors import OrganisationNotFound
from app.query.accepts import RECORD
from app.query.compile import compile_record
from app.query.parse import parse_query
from app.query.resource import ORGANISATIONS

PATH = "/v1/organisations"

router = APIRouter(tags=["organisations"], route_class=DirectRoute)


@router.get(PATH, **operation("list_organisations"))
async def list_organisations(request: Request) -> Response:
    """Organisations that own projects, with totals."""
    return answer_list(request, ORGANISATIONS, PATH)


@router.get(f"{PATH}/{{id}}", **operation("get_organisation"))
async def get_organisation(request: Request, id: str) -> Response:
    """One organisation by its id, with totals and spellings."""
    query = parse_query(ORGANISATIONS, request.scope["query_string"], accepts=RECORD)
    columns = query.fields or ORGANISATIONS.default
    with service_of(request).snapshot() as snapshot:
        dataset = snapshot.dataset
        tag = weak_tag(dataset.epoch, dataset.version, id, *columns)
        statement = compile_record(ORGANISATIONS, id, columns, today=today())
        rows = snapshot.reader.rows(statement.sql, statement.parameters) if "\0" not in id else []
    if not rows:
        raise OrganisationNotFound(f"No organisation has the id “{id}”.")
    return not_modified(request, tag) or json_response(rows[0][0], tag)
