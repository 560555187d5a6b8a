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


def not_modified(request: Request, tag: str, **headers: str) -> Response | None:
    """304 where the caller's `If-None-Match` names this tag, by weak comparison."""
    asked = request.headers.get("if-none-match")
    if asked is None:
        return None
    bare = tag.removeprefix("W/")
    if asked.strip() != "*" and all(
        one.strip().removeprefix("W/") != bare for one in asked.split(",")
    ):
        return None
    return Response(status_code=304, headers=_kept(tag, headers))


def json_response(
    body: bytes, tag: str, media_type: str = "application/json", **headers: str
) -> Response:
    """An answer that may be kept and asked about, as JSON of some kind."""
    return Response(body, headers=_kept(tag, headers), media_type=media_type)


def _kept(tag: str, headers: Mapping[str, str]) -> dict[str, str]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return names | {"ETag": tag, "Cache-Control": CACHE_CONTROL}


def unkept_response(
    body: bytes, headers: Mapping[str, str] = MappingProxyType({}), *, status: int = 200
) -> Response:
    """A JSON answer that nobody may keep."""
    return Response(body, status, {**headers, "Cache-Control": "no-store"}, "application/json")


def _digest(*parts: object) -> str:
    text = "\x1f".join(map(str, (__version__, *parts)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
