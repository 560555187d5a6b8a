"""`/v1/regions`, `/v1/programmes`, `/v1/intervention-types`: code lists, and how often used."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import NOTHING, operation
from app.api.envelope import whole_page
from app.api.service import link, service_of
from app.database import Reader
from app.domain.vocabulary import AREAS, INTERVENTIONS, OBJECTIVES, REGIONS, Code
from app.exports.formats import FORMATS
from app.exports.geojson import make_map
from app.query.accepts import CODE_LIST
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.reads import count_by

router = APIRouter(tags=["code lists"])

Rows = list[dict[str, Any]]


@router.get("/v1/regions", **operation("list_regions"))
async def list_regions(request: Request) -> Response:
    """The ESF Council's regions with their NUTS 2 codes."""
    return _answer(request, "/v1/regions", lambda reader: _rows(reader, "region", REGIONS))


@router.get("/v1/regions.geojson", **operation("list_regions_geojson"))
async def list_regions_geojson(request: Request) -> Response:
    """The regions with the outlines of NUTS 2; that of the whole country is null."""
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    with service_of(request).snapshot() as snapshot:
        dataset = snapshot.dataset
        tag = weak_tag(dataset.epoch, dataset.version, request.url.path)
        known = not_modified(request, tag)
        if known is not None:
            return known
        rows = _rows(snapshot.reader, "region", REGIONS)
    body = json.dumps(make_map(rows), ensure_ascii=False).encode()
    return json_response(body, tag, FORMATS["geojson"].media_type)


@router.get("/v1/programmes", **operation("list_programmes"))
async def list_programmes(request: Request) -> Response:
    """Programme areas and specific objectives of each programme period."""
    return _answer(request, "/v1/programmes", _programmes)


@router.get("/v1/intervention-types", **operation("list_intervention_types"))
async def list_intervention_types(request: Request) -> Response:
    """The Commission's intervention fields, by programme period."""
    return _answer(
        request,
        "/v1/intervention-types",
        lambda reader: _rows(reader, "intervention_type", INTERVENTIONS),
    )


def _programmes(reader: Reader) -> Rows:
    return [
        *_rows(reader, "programme_area", AREAS),
        *_rows(reader, "specific_objective", OBJECTIVES),
    ]


def _rows(reader: Reader, field: str, codes: Iterable[Code]) -> Rows:
    counts = count_by(reader, field)
    return [_row(field, code, counts) for code in codes]


def _row(field: str, code: Code, counts: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    value = f"{code.period}:{code.code}" if code.period else code.code
    used = (n for (period, name), n in counts.items() if _is_of(code, period, name))
    return {
        "field": field,
        "value": value,
        "code": code.code,
        "programme_period": code.period or None,
        "parent": code.parent or None,
        "label": code.label or None,
        "label_en": code.label_en or None,
        "confirmed": code.confirmed,
        "note": code.note or None,
        "spellings": list(code.spellings),
        "project_count": sum(used),
    }


def _is_of(code: Code, period: str, name: str) -> bool:
    return code.code == name and code.period in ("", period)


def _answer(request: Request, path: str, read: Callable[[Reader], Rows]) -> Response:
    """A whole list; `limit` and `offset` are there for tools that insist on paging."""
    query = parse_query(PROJECTS, request.scope["query_string"], accepts=CODE_LIST)
    with service_of(request).snapshot() as snapshot:
        dataset, address = snapshot.dataset, link(request, path)
        tag = weak_tag(dataset.epoch, dataset.version, address, query.limit, query.offset)
        known = not_modified(request, tag)
        if known is not None:
            return known
        page = whole_page(read(snapshot.reader), query, address, dataset)
    return json_response(page.to_json(), tag, **page.link_header())
