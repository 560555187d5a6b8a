"""What pages of other sites may ask (CORS): every read, and nothing that writes."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.body import QUESTIONS

EXPOSED_HEADERS = (
    "Allow", "Content-Disposition", "Content-Location", "ETag", "Link", "Retry-After",
    "Server-Timing", "X-Request-Id",
)  # fmt: skip
_READ_METHODS = ("GET", "HEAD", "OPTIONS")


class Cors:
    """The layer that answers preflights and marks every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._reads = _layer(app, _READ_METHODS)
        self._questions = _layer(app, (*_READ_METHODS, "POST"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        layer = self._questions if path == QUESTIONS else self._reads
        await layer(scope, receive, send)


def _layer(app: ASGIApp, methods: tuple[str, ...]) -> CORSMiddleware:
    return CORSMiddleware(
        app,
        allow_origins=("*",),
        allow_methods=methods,
        allow_headers=("*",),
        expose_headers=EXPOSED_HEADERS,
    )
