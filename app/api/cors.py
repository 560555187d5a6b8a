"""What pages of other sites may ask (CORS): every read, and nothing that writes.

Every answer says so, whoever asks: it does not vary by origin, and may be kept for all.
"""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.body import QUESTIONS
from app.api.path import path_of

EXPOSED_HEADERS = (
    "Accept-Ranges", "Allow", "Content-Disposition", "Content-Length", "Content-Location",
    "Content-Range", "ETag", "Link", "OData-Version", "Preference-Applied", "Repr-Digest",
    "Retry-After", "Server-Timing", "X-Change-Seq", "X-Request-Id", "X-Total-Count",
)  # fmt: skip
_READ_METHODS = ("GET", "HEAD", "OPTIONS")
_MARKS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", ", ".join(EXPOSED_HEADERS).encode()),
)


class Cors:
    """The layer that answers preflights and marks every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._reads = _layer(app, _READ_METHODS)
        self._questions = _layer(app, (*_READ_METHODS, "POST"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and _is_preflight(scope):
            layer = self._questions if path_of(scope) == QUESTIONS else self._reads
            await layer(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_MARKS]
            await send(message)

        await self._app(scope, receive, send_marked)


def _is_preflight(scope: Scope) -> bool:
    return any(name == b"access-control-request-method" for name, _ in scope["headers"])


def _layer(app: ASGIApp, methods: tuple[str, ...]) -> CORSMiddleware:
    return CORSMiddleware(
        app,
        allow_origins=("*",),
        allow_methods=methods,
        allow_headers=("*",),
        expose_headers=EXPOSED_HEADERS,
    )
