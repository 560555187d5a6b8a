"""The body of a request: of a type that the address reads, and within the limit."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.types import Scope

from app.api.path import path_of
from app.api.service import service_of
from app.errors import BodyTooLarge, BodyTooSlow, TypeNotRead
from app.query.body import MAX_BYTES
from app.settings import Settings

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
MAX_SECONDS = 60
"""In which a body has to come."""
UPLOADS = "/v1/imports"
QUESTIONS = "/v1/projects/query"
"""The addresses whose bodies have limits of their own."""


class Sent(NamedTuple):
    """A body as it came in, and its media type."""

    content: bytes
    kind: str


def limit_of(settings: Settings, scope: Scope) -> int:
    """How many bytes the body of a request may hold."""
    path = path_of(scope)
    if path == QUESTIONS:
        return min(MAX_BYTES, settings.max_body_bytes)
    return settings.max_upload_bytes if path == UPLOADS else settings.max_body_bytes


async def read_body(request: Request, *kinds: str) -> Sent:
    """The body, of one of these types; raises `TypeNotRead`, `BodyTooSlow`, or `BodyTooLarge` as
    soon as it is, whatever length was promised."""
    kind = require_type(request, kinds)
    pieces = [piece async for piece in body_pieces(request, MAX_SECONDS)]
    return Sent(b"".join(pieces), kind)


async def body_pieces(request: Request, seconds: float) -> AsyncGenerator[bytes, None]:
    """The body as it comes in; raises `BodyTooSlow` or `BodyTooLarge`."""
    limit, size = limit_of(service_of(request).settings, request.scope), 0
    deadline = asyncio.get_running_loop().time() + seconds
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout_at(deadline):
                piece = await anext(stream, None)
        except TimeoutError as error:
            raise BodyTooSlow(f"The body did not come within {seconds:g} seconds.") from error
        if piece is None:
            return
        size += len(piece)
        if size > limit:
            raise BodyTooLarge(f"The body may hold {limit} bytes.")
        yield piece


def require_type(request: Request, known: Sequence[str]) -> str:
    """The media type of the body, one of those known; raises `TypeNotRead`."""
    given = request.headers.get("content-type", "")
    kind, _, parameters = given.partition(";")
    if kind.strip().lower() not in known:
        raise TypeNotRead(f"Send the body as {' or '.join(known)}.")
    if _charset(parameters) not in ("", "utf-8", "utf8", "us-ascii"):
        raise TypeNotRead("Send the body in UTF-8.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise TypeNotRead("Send the body without compression.")
    return kind.strip().lower()


def _charset(parameters: str) -> str:
    for parameter in parameters.lower().split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            return value.strip().strip('"')
    return ""
