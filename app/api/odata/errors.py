"""Errors below `/odata` in OData's own form (JSON format 4.0, 19); all other doors: problems.py."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.types import Scope

from app.api.credentials import BASIC
from app.api.path import path_of
from app.domain.keys import conceal_keys

BELOW = "/odata"
VERSION_HEADER = {"OData-Version": "4.0"}
_MEDIA_TYPE = "application/json;odata.metadata=minimal;charset=utf-8"
_CHALLENGE = {"WWW-Authenticate": BASIC}


def is_odata(scope: Scope) -> bool:
    """Whether a request is answered in OData's way."""
    path = path_of(scope)
    return path == BELOW or path.startswith(f"{BELOW}/")


def odata_error(
    code: str,
    detail: str,
    status: int,
    headers: Mapping[str, str],
    extension: Mapping[str, object],
) -> Response:
    """The answer for a code; every fault of the extension's `errors` is one of its details."""
    faults = extension.get("errors")
    details = [_detail(fault) for fault in faults] if isinstance(faults, list) else []
    error: dict[str, Any] = {"code": code, "message": detail}
    targets = {one["target"] for one in details if "target" in one}
    if len(targets) == 1:
        error["target"] = targets.pop()
    body = json.dumps({"error": {**error, "details": details}}, ensure_ascii=False)
    asked = _CHALLENGE if status == 401 else {}
    return Response(
        conceal_keys(body).encode("utf-8", "replace"),
        status,
        {**headers, **asked, **VERSION_HEADER, "Content-Type": _MEDIA_TYPE},
    )


def _detail(fault: Mapping[str, Any]) -> dict[str, str]:
    """One fault; what to write instead is part of its message."""
    told = fault["detail"]
    if fault["hint"]:
        told = f"{told} Try: {fault['hint']}"
    if fault["allowed"]:
        told = f"{told} Possible: {', '.join(fault['allowed'])}"
    detail = {"code": fault["code"], "message": told}
    target = fault.get("parameter")
    return {**detail, "target": target} if target else detail
