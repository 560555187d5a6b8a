"""The body of a request: of a type that the address reads, and within the limit."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from starlette.requests import Request

from app.api.service import service_of
from app.errors import BodyTooLarge, BodyTooSlow, TypeNotRead

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
MAX_SECONDS = 60
"""In which a body has to come."""


class Sent(NamedTuple):
    """A body as it came in, and its media type."""

    content: bytes
    kind: str


async def read_body(request: Request, *kinds: str) -> Sent:
    """The body, of one of these types; raises `TypeNotRead`, `BodyTooSlow`, or `BodyTooLarge` as
    soon as it is, whatever length was promised."""
    kind = _require_type(request, kinds)
    try:
        async with asyncio.timeout(MAX_SECONDS):
            return Sent(await _read(request), kind)
    except TimeoutError as error:
        raise BodyTooSlow(f"The body did not come within {MAX_SECONDS} seconds.") from error


async def _read(request: Request) -> bytes:
    limit = service_of(request).settings.max_body_bytes
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise BodyTooLarge(f"The body may hold {limit} bytes.")
        pieces.append(piece)
    return b"".join(pieces)


def _require_type(request: Request, known: Sequence[str]) -> str:
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
