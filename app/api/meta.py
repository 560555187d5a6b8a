"""What the service says of itself: its schema, its health, its error codes."""

import html
import json
from dataclasses import asdict
from functools import cache
from string import Template
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, unkept_response, weak_tag
from app.api.contract.operations import NOTHING, operation
from app.api.problems import PROBLEM_TYPES, ProblemType
from app.api.schema import describe_schema
from app.api.service import service_of
from app.errors import ProblemNotFound
from app.faults import shortened
from app.migration import require_current
from app.query.parse import parse_query
from app.query.resource import PROJECTS

router = APIRouter(tags=["service"])

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>$code</title></head>
<body><h1>$title</h1><p>$meaning</p><p>HTTP $status, code <code>$code</code></p></body>
</html>
""")
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@router.get("/v1/schema", **operation("get_schema"))
async def get_schema(request: Request) -> Response:
    """Every field, operator, code, rule, error and limit."""
    _take_no_parameters(request)
    settings = service_of(request).settings
    body = json.dumps(describe_schema(settings), ensure_ascii=False).encode()
    tag = weak_tag("schema", body)
    return not_modified(request, tag) or json_response(body, tag)


@router.get("/openapi.json", include_in_schema=False)
async def get_openapi(request: Request) -> Response:
    """The OpenAPI document; its server is relative, so that it works behind any proxy."""
    _take_no_parameters(request)
    document = {**request.app.openapi(), "servers": [{"url": _base_path(request)}]}
    body = json.dumps(document, ensure_ascii=False).encode()
    tag = weak_tag("openapi", body)
    return not_modified(request, tag) or json_response(body, tag)


@router.get("/health/live", **operation("get_liveness"))
async def get_liveness(request: Request) -> Response:
    """Whether the process answers."""
    _take_no_parameters(request)
    return _health("alive")


@router.get("/health/ready", **operation("get_readiness"))
async def get_readiness(request: Request) -> Response:
    """Whether the database answers and has this version's schema, and the records are loaded; 503
    otherwise."""
    _take_no_parameters(request)
    service = service_of(request)
    require_current(service.database)
    with service.snapshot():
        service.mirror.require_ready()
        return _health("ready")


@router.get("/problems/{code}", **operation("get_problem_type"))
async def get_problem_type(request: Request, code: str) -> Response:
    """What an error code means; a page for browsers, JSON for programs."""
    _take_no_parameters(request)
    problem = PROBLEM_TYPES.get(code)
    if problem is None:
        raise ProblemNotFound(f"No error has the code “{shortened(code)}”.")
    wants_page = "text/html" in request.headers.get("accept", "")
    response = _page(problem) if wants_page else _document(problem)
    known = not_modified(request, response.headers["etag"])
    answer = known or response
    answer.headers["Vary"] = "Accept"
    return answer


def _base_path(request: Request) -> str:
    """The path below which the service is reached."""
    public = service_of(request).settings.public_url
    path = public.path if public else request.scope.get("root_path")
    return path or "/"


def _take_no_parameters(request: Request) -> None:
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)


def _health(status: str) -> Response:
    return unkept_response(json.dumps({"status": status}).encode())


def _document(problem: ProblemType) -> Response:
    body = json.dumps(asdict(problem), ensure_ascii=False).encode()
    return json_response(body, weak_tag("json", body))


def _page(problem: ProblemType) -> Response:
    body = _html(problem.code)
    headers = {"ETag": weak_tag("html", body), "Content-Security-Policy": _POLICY}
    return Response(body, headers=headers | {"Cache-Control": "no-cache"}, media_type="text/html")


@cache
def _html(code: str) -> bytes:
    values: dict[str, Any] = asdict(PROBLEM_TYPES[code])
    return _PAGE.substitute({key: html.escape(str(v)) for key, v in values.items()}).encode()
