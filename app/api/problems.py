"""Every error as RFC 9457 `application/problem+json`: the only place that knows error bodies."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.errors import REJECTIONS, NotFound, ProjektbankError, error_classes
from app.query.problems import FAULTS, Fault, QueryRejected

MEDIA_TYPE = "application/problem+json"
NO_STORE = MappingProxyType({"Cache-Control": "no-store"})


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One code: what it is called, what it means, and the HTTP status that it comes with."""

    code: str
    title: str
    meaning: str
    status: int


_PROTOCOL: tuple[ProblemType, ...] = (
    ProblemType(
        "method-not-allowed",
        "Method not allowed",
        "`Allow` names the methods of this address.",
        405,
    ),
    ProblemType(
        "body-too-large",
        "Request body too large",
        "The body is larger than this server takes; `/v1/schema` tells the limit.",
        413,
    ),
    ProblemType("bad-request", "Bad request", "The request cannot be understood.", 400),
)


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def _problem_types() -> Mapping[str, ProblemType]:
    types = {row.code: row for row in _PROTOCOL}
    for cls in error_classes():
        types[cls.code] = ProblemType(cls.code, cls.title, _first_line(cls.__doc__), cls.status)
    for code, meaning in FAULTS.items():
        types[code] = ProblemType(code, meaning.title, meaning.meaning, QueryRejected.status)
    for code, sentence in REJECTIONS.items():
        types.setdefault(code, ProblemType(code, "Document refused", sentence, 422))
    types["internal-error"] = ProblemType(
        "internal-error",
        ProjektbankError.title,
        "A fault of this server; the request id finds it in the log.",
        500,
    )
    return MappingProxyType(dict(sorted(types.items())))


PROBLEM_TYPES = _problem_types()
"""Every code that any answer can bear; served at `/problems/{code}`, documented in docs/api.md."""


def make_problem(
    request: Request,
    code: str,
    detail: str,
    *,
    errors: tuple[dict[str, Any], ...] = (),
    headers: Mapping[str, str] = NO_STORE,
) -> Response:
    """The answer for a code."""
    kind = PROBLEM_TYPES[code]
    body = {
        "type": f"/problems/{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": request.scope.get("raw_path", b"").decode("ascii", "replace"),
        "code": code,
        "request_id": request.scope.get("request_id"),
        "errors": list(errors),
    }
    return Response(
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        kind.status,
        {**NO_STORE, **headers},
        MEDIA_TYPE,
    )


def answer_query_rejected(request: Request, error: Exception) -> Response:
    """All faults of a question; where they are of one code, the problem bears it."""
    if not isinstance(error, QueryRejected):
        raise error
    codes = {fault.code for fault in error.faults}
    code = codes.pop() if len(codes) == 1 else error.code
    return make_problem(request, code, str(error), errors=tuple(map(_fault, error.faults)))


def answer_error(request: Request, error: Exception) -> Response:
    """Any error of our own tree."""
    if not isinstance(error, ProjektbankError):
        raise error
    headers = {"Retry-After": "5"} if error.status == 503 else {}
    return make_problem(request, error.code, str(error), headers=headers)


def answer_http_error(request: Request, error: Exception) -> Response:
    """What the framework refuses: an unknown address, a method that an address does not have."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 405:
        detail = f"{request.scope.get('asked_method', request.method)} is not possible here."
        return make_problem(
            request, "method-not-allowed", detail, headers=dict(error.headers or {})
        )
    if error.status_code == 404:
        return make_problem(request, NotFound.code, "No such address; /docs lists them all.")
    return make_problem(request, "bad-request", str(error.detail))


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "in": fault.location,
        "parameter": fault.parameter,
        "code": fault.code,
        "detail": fault.detail,
        "hint": fault.hint,
        "allowed": list(fault.allowed) or None,
    }
