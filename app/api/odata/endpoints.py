"""`/odata/v4/`: service document, metadata, sets, entities, counts; the rest of OData is 501."""

import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import CACHE_CONTROL, not_modified, weak_tag
from app.api.contract.operations import operation
from app.api.odata.answers import ROOT, answer_json, held_already
from app.api.odata.errors import VERSION_HEADER
from app.api.odata.forms import check_xml, read_form
from app.api.odata.groups import answer_groups
from app.api.odata.lists import answer_entity, answer_number, answer_set
from app.api.routing import DirectRoute
from app.api.service import link
from app.errors import NotFound
from app.faults import Fault, QueryNotSupported, QueryRejected, quoted
from app.query.nearest import nearest
from app.query.odata.metadata import (
    METADATA,
    ORGANISATION_SET,
    PROJECT_SET,
    SETS,
    EntitySet,
    metadata,
    service_document,
)
from app.query.odata.options import APPLY, DOCUMENT, FORMAT, SET, UNGROUPED, Options, read_options
from app.query.odata.question import refuse
from app.query.wire import split_query

_KEY = re.compile(r"(?:id=)?'((?:[^']|'')*)'", re.DOTALL)
_NOT_OFFERED = re.compile(r"\$(batch|all|entity|crossjoin)\b")

router = APIRouter(tags=["odata"], route_class=DirectRoute)


@router.get(f"{ROOT}/", **operation("get_service_document"))
async def get_service_document(request: Request) -> Response:
    """What OData can ask for here: the sets with their addresses."""
    options = _options(request)
    form = read_form(request, options.get(FORMAT))
    root = link(request, ROOT)
    tag = weak_tag(root, form.level)
    known = held_already(request, tag, form)
    if known is not None:
        return known
    return answer_json(service_document(root, annotated=form.annotated), tag, form)


@router.get(f"{ROOT}/{METADATA}", **operation("get_metadata"))
async def get_metadata(request: Request) -> Response:
    """The types and properties of the sets, as CSDL XML."""
    check_xml(request, _options(request).get(FORMAT))
    body = metadata()
    tag = weak_tag(body)
    headers = {**VERSION_HEADER, "ETag": tag, "Cache-Control": CACHE_CONTROL}
    known = not_modified(request, tag)
    if known is not None:
        known.headers.update(headers)
        return known
    return Response(body, headers=headers, media_type="application/xml")


@router.get(f"{ROOT}/{PROJECT_SET.name}", **operation("list_project_entities"))
async def list_project_entities(request: Request) -> Response:
    """Projects for tools that read OData v4."""
    return await _answer_set(request, PROJECT_SET)


@router.get(f"{ROOT}/{PROJECT_SET.name}/$count", **operation("count_project_entities"))
async def count_project_entities(request: Request) -> Response:
    """How many projects there are, as plain text."""
    return await answer_number(request, PROJECT_SET)


@router.get(f"{ROOT}/{PROJECT_SET.name}({{key:path}})", **operation("get_project_entity"))
async def get_project_entity(request: Request, key: str) -> Response:
    """One project by its key in single quotes."""
    return await answer_entity(request, PROJECT_SET, _read_key(key))


@router.get(f"{ROOT}/{ORGANISATION_SET.name}", **operation("list_organisation_entities"))
async def list_organisation_entities(request: Request) -> Response:
    """Organisations for tools that read OData v4."""
    return await _answer_set(request, ORGANISATION_SET)


@router.get(f"{ROOT}/{ORGANISATION_SET.name}/$count", **operation("count_organisation_entities"))
async def count_organisation_entities(request: Request) -> Response:
    """How many organisations there are, as plain text."""
    return await answer_number(request, ORGANISATION_SET)


@router.get(f"{ROOT}/{ORGANISATION_SET.name}({{key:path}})", **operation("get_organisation_entity"))
async def get_organisation_entity(request: Request, key: str) -> Response:
    """One organisation by its key in single quotes."""
    return await answer_entity(request, ORGANISATION_SET, _read_key(key))


for _address, _endpoint in (
    (ROOT, get_service_document),
    (f"{ROOT}/{PROJECT_SET.name}/", list_project_entities),
    (f"{ROOT}/{ORGANISATION_SET.name}/", list_organisation_entities),
):  # tools differ in the slash at the end
    router.add_api_route(_address, _endpoint, name=_address, include_in_schema=False)


@router.get(f"{ROOT}/{{rest:path}}", include_in_schema=False)
async def refuse_address(rest: str) -> Response:
    """What stands at no address here: OData that is not offered, or nothing at all."""
    first = re.split(r"[/(]", rest, maxsplit=1)[0]
    names = [one.name for one in SETS]
    if _NOT_OFFERED.match(rest) or first in names:
        detail = f"{quoted(rest)} is not offered here."
        raise QueryNotSupported([Fault("", "not-supported", detail)])
    near = nearest(first, names)
    hint = f" Perhaps {near} was meant." if near else ""
    raise NotFound(f"There is no set {quoted(first)}; {ROOT}/ lists them all.{hint}")


async def _answer_set(request: Request, entity_set: EntitySet) -> Response:
    pairs, faults = split_query(request.scope["query_string"])
    options, more = read_options(pairs, SET if entity_set is PROJECT_SET else UNGROUPED)
    found = [*faults, *more]
    if APPLY in options:
        return await answer_groups(request, options, found)
    return await answer_set(request, entity_set, options, found)


def _options(request: Request) -> Options:
    """Those of an address that takes no more than a format."""
    pairs, faults = split_query(request.scope["query_string"])
    options, more = read_options(pairs, DOCUMENT)
    refuse([*faults, *more])
    return options


def _read_key(written: str) -> str:
    """The key between parentheses (part 2, 4.3.1); raises `QueryRejected`."""
    found = _KEY.fullmatch(written)
    if found is None:
        detail = f"{quoted(written)} is no key; it stands in single quotes."
        raise QueryRejected([Fault("id", "bad-value", detail, "('2020-00713')")])
    return found[1].replace("''", "'")
