"""Every error as RFC 9457 `application/problem+json`: the only place that knows error bodies, but
for OData's own form."""

import errno
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.api.credentials import BASIC, BEARER
from app.api.odata.errors import is_odata, odata_error
from app.api.path import path_of
from app.domain.keys import conceal_keys
from app.errors import (
    ADDRESS_FAILURES,
    REJECTIONS,
    NotFound,
    OutOfResources,
    ProjektbankError,
    error_classes,
)
from app.faults import FAULTS, RECORD_FAULTS, Fault, QueryRejected, RecordRejected, Rejected
from app.query.nearest import nearest

MEDIA_TYPE = "application/problem+json"
NO_EXTENSION: Mapping[str, object] = MappingProxyType({})
NO_STORE = MappingProxyType({"Cache-Control": "no-store"})
_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.ENOMEM})
_NO_THREAD = "can't start new thread"
"""All that Python tells of it: the error is of no kind of its own."""
_FILE = re.compile(r"/v1/[^/]+\.[a-z]+")
"""Addresses of files, which spreadsheets ask for."""


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
        "range-not-satisfiable",
        "Range not satisfiable",
        "The file has none of the bytes asked for; `Content-Range` tells its size.",
        416,
    ),
    ProblemType("bad-request", "Bad request", "The request cannot be understood.", 400),
)


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def _problem_types() -> Mapping[str, ProblemType]:
    types = {row.code: row for row in _PROTOCOL}
    for cls in error_classes():
        types[cls.code] = ProblemType(cls.code, cls.title, _first_line(cls.__doc__), cls.status)
    for status, faults in ((QueryRejected.status, FAULTS), (RecordRejected.status, RECORD_FAULTS)):
        for code, meaning in faults.items():
            types[code] = ProblemType(code, meaning.title, meaning.meaning, status)
    for code, sentence in REJECTIONS.items():
        types.setdefault(code, ProblemType(code, "Document refused", sentence, 422))
    for code, sentence in ADDRESS_FAILURES.items():
        types.setdefault(code, ProblemType(code, "Address not fetched", sentence, 502))
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
    headers: Mapping[str, str] = NO_STORE,
    status: int | None = None,
    extension: Mapping[str, object] = NO_EXTENSION,
) -> Response:
    """The answer for a code, with the status of its kind where no other is given; `extension` adds
    to its members or fills `errors`."""
    kind = PROBLEM_TYPES[code]
    status = status or kind.status
    if is_odata(request.scope):
        return odata_error(code, detail, status, {**NO_STORE, **headers}, extension)
    body = {
        "type": f"/problems/{code}",
        "title": kind.title,
        "status": status,
        "detail": detail,
        "instance": request.scope.get("raw_path", b"").decode("ascii", "replace"),
        "code": code,
        "request_id": request.scope.get("request_id"),
        "errors": [],
        **extension,
    }
    return Response(
        conceal_keys(json.dumps(body, ensure_ascii=False)).encode("utf-8", "replace"),
        status,
        {**NO_STORE, **headers},
        MEDIA_TYPE,
    )


def answer_rejected(request: Request, error: Exception) -> Response:
    """All faults of what was sent; where they are of one code, the problem bears it."""
    if not isinstance(error, Rejected):
        raise error
    codes = {fault.code for fault in error.faults}
    code = codes.pop() if len(codes) == 1 else error.code
    errors = {"errors": list(map(fault_to_json, error.faults))}
    return make_problem(request, code, str(error), status=error.status, extension=errors)


def answer_error(request: Request, error: Exception) -> Response:
    """Any error of our own tree."""
    if not isinstance(error, ProjektbankError):
        raise error
    headers = _headers(request, error.status)
    return make_problem(request, error.code, str(error), headers=headers, extension=error.extension)


def answer_fault(request: Request, error: Exception) -> Response:
    """What nobody foresaw, or that the machine has nothing left to work with."""
    lack = _lack_told_by(error)
    if lack is not None:
        return answer_error(request, OutOfResources(f"{lack}; try again later."))
    request_id = request.scope.get("request_id")
    return make_problem(request, "internal-error", f"Report the request id {request_id}.")


def _lack_told_by(error: Exception) -> str | None:
    """What the machine has no more of; None where the error is of another kind."""
    match error:
        case OSError() if error.errno in _EXHAUSTED:
            return os.strerror(error.errno)
        case MemoryError():
            return os.strerror(errno.ENOMEM)
        case RuntimeError() if str(error) == _NO_THREAD:
            return "No thread can be started"
    return None


def _headers(request: Request, status: int) -> Mapping[str, str]:
    """What an error of ours says beside its body."""
    if status == 503:
        return {"Retry-After": "5"}
    if status != 401:
        return NO_STORE
    ways = (BASIC, BEARER) if _FILE.fullmatch(path_of(request.scope)) else (BEARER,)
    return {"WWW-Authenticate": ", ".join(ways)}


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
        return make_problem(request, NotFound.code, _no_such_address(request))
    return make_problem(request, "bad-request", str(error.detail))


def _no_such_address(request: Request) -> str:
    near = nearest(path_of(request.scope).lower(), request.app.state.addresses)
    meant = f"perhaps {request.scope.get('root_path', '')}{near} was meant; " if near else ""
    return f"No such address; {meant}/docs lists them all."


def fault_to_json(fault: Fault) -> dict[str, Any]:
    """One fault: `parameter` names a query parameter or header, `pointer` a member of the body."""
    name = "pointer" if fault.place == "body" else "parameter"
    return {
        "in": fault.place,
        name: fault.where,
        "code": fault.code,
        "detail": fault.detail,
        "hint": fault.hint,
        "allowed": list(fault.allowed) or None,
    }
