"""What HTTP asks of every address: HEAD, OPTIONS, a full `Allow`, request ids, keys, a body limit.

One thin ASGI layer around the routes, because each layer costs every request.
"""

import logging
import re
import secrets
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access import admit
from app.api.body import limit_of
from app.api.problems import answer_error, answer_fault, answer_http_error, make_problem
from app.api.service import service_of, varies_by_key
from app.api.shortcuts import Shortcuts
from app.api.timing import begin, server_timing
from app.errors import ProjektbankError

log = logging.getLogger(__name__)

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_KEY_HEADERS = "Authorization, X-API-Key"
_NOSNIFF = (b"x-content-type-options", b"nosniff")


class Protocol:
    """The layer; `router` tells which methods an address has, `shortcuts` answer hot reads."""

    def __init__(self, app: ASGIApp, router: Router, shortcuts: Shortcuts) -> None:
        self._app = app
        self._router = router
        self._shortcuts = shortcuts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin(scope)
        scope["request_id"] = request_id = _request_id(scope)
        scope["asked_method"] = method = scope["method"]
        answered = False

        async def send_complete(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                named = (b"x-request-id", request_id.encode())
                timed = (b"server-timing", server_timing(scope))
                message["headers"] = [*message["headers"], named, timed, _NOSNIFF]
                if varies_by_key(scope):
                    MutableHeaders(raw=message["headers"]).add_vary_header(_KEY_HEADERS)
            elif method == "HEAD":
                message["body"] = b""
            await send(message)

        try:
            handler = self._handler(scope, method)
            if method == "HEAD":  # a copy: the server itself must still see HEAD
                scope = {**scope, "method": "GET"}
            await handler(scope, receive, send_complete)
        except ClientDisconnect:
            log.info("request %s ended before its body did", request_id)
        except Exception as error:  # the last resort: no fault of ours may leave without an answer
            log.exception("request %s failed", request_id)
            if answered:
                raise
            await answer_fault(Request(scope), error)(scope, receive, send_complete)

    def _handler(self, scope: Scope, method: str) -> ASGIApp:
        service = service_of(Request(scope))
        try:
            admit(scope, service)
        except ProjektbankError as error:
            return answer_error(Request(scope), error)
        limit = limit_of(service.settings, scope)
        if _content_length(scope) > limit:
            detail = f"The body may hold {limit} bytes."
            return make_problem(Request(scope), "body-too-large", detail)
        if scope["path"].endswith("\n"):  # a pattern's end may stand before it
            return answer_http_error(Request(scope), HTTPException(404))
        if method == "OPTIONS":
            allowed = allowed_methods(self._router, scope)
            if allowed:
                return Response(status_code=204, headers={"Allow": ", ".join(allowed)})
        is_read = method in {"GET", "HEAD"}
        return (self._shortcuts.find(scope) if is_read else None) or self._app


def allowed_methods(router: Router, scope: Scope) -> tuple[str, ...]:
    """Every method of an address, HEAD and OPTIONS among them; none where nothing stands there."""
    found = [method for method in _METHODS if _matches(router, {**scope, "method": method})]
    if "GET" in found:
        found.insert(1, "HEAD")
    return (*found, "OPTIONS") if found else ()


def _matches(router: Router, scope: Scope) -> bool:
    return any(route.matches(scope)[0] is Match.FULL for route in router.routes)


def _request_id(scope: Scope) -> str:
    """The caller's own id where it is a plain word, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return str(value, "ascii")
    return secrets.token_hex(8)


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0


Handler = Callable[[Request, Exception], Response]


def with_allow(router: Router, answer: Handler) -> Handler:
    """An error handler that gives a 405 the methods of the whole address, not of one route."""

    def handle(request: Request, error: Exception) -> Response:
        response = answer(request, error)
        if response.status_code == 405:
            response.headers["Allow"] = ", ".join(allowed_methods(router, request.scope))
        return response

    return handle
