"""Entity tags: what they are made of, and whether the caller holds the answer (RFC 9110)."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response

from app import __version__

SEEN, UNSEEN = "1", "0"
CACHE_CONTROL = "no-cache"
"""May be kept, must be asked about each time: a tag is cheap, a stale figure is not."""


def weak_tag(*parts: object) -> str:
    """The tag of a computed answer: same parts, same meaning."""
    return f'W/"{_digest(*parts)}"'


def strong_tag(*parts: object) -> str:
    """The tag of a record: same parts, same bytes."""
    return f'"{_digest(*parts)}"'


def record_stamp(epoch: str, key: str, version: int) -> str:
    """Which version of which record of which database: what `If-Match` compares."""
    return f"{_digest(epoch, key)[:12]}.{version}"


def record_tag(stamp: str, *shown: object, personal: bool) -> str:
    """The strong tag of a record as it is shown; whether with contact data stands in it, because
    null in a record that was shown without says nothing of it."""
    return f'"{stamp}.{SEEN if personal else UNSEEN}{_digest(*shown)[:11]}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """304 where the caller's `If-None-Match` names this tag, by weak comparison."""
    asked = request.headers.get("if-none-match")
    if asked is None:
        return None
    bare = tag.removeprefix("W/")
    if asked.strip() != "*" and all(
        one.strip().removeprefix("W/") != bare for one in asked.split(",")
    ):
        return None
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": CACHE_CONTROL})


def json_response(body: bytes, tag: str, **headers: str) -> Response:
    """A JSON answer that may be kept and asked about."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    names |= {"ETag": tag, "Cache-Control": CACHE_CONTROL}
    return Response(body, headers=names, media_type="application/json")


def unkept_response(
    body: bytes, headers: Mapping[str, str] = MappingProxyType({}), *, status: int = 200
) -> Response:
    """A JSON answer that nobody may keep."""
    return Response(body, status, {**headers, "Cache-Control": "no-store"}, "application/json")


def _digest(*parts: object) -> str:
    text = "\x1f".join(map(str, (__version__, *parts)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
