"""Gives out a file that is kept on the disk: whole or some bytes of it, or nothing where the caller
holds it (RFC 9110, 13 and 14). What it is a file of, others know."""

import base64
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import IO

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Message, Receive, Scope, Send

from app.api.byte_ranges import read_ranges
from app.api.preconditions import ANY, read_preconditions
from app.api.problems import make_problem
from app.api.sending import send_in_time
from app.errors import PreconditionFailed

_CHUNK = 256 * 1024
_OF_304 = ("ETag", "Cache-Control", "Content-Location", "Last-Modified")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that never changes: where it is, its size and SHA-256 in hex, since when (UTC)."""

    path: Path
    media_type: str
    bytes: int
    sha256: str
    made_at: datetime

    @property
    def headers(self) -> dict[str, str]:
        """What is said of it; its digest as RFC 9530 has it."""
        digest = base64.b64encode(bytes.fromhex(self.sha256)).decode()
        return {
            "ETag": f'"{self.sha256}"',
            "Last-Modified": format_datetime(self.made_at, usegmt=True),
            "Repr-Digest": f"sha-256=:{digest}:",
            "Accept-Ranges": "bytes",
        }


def give_file(request: Request, file: KeptFile, further: Mapping[str, str]) -> Response:
    """The answer, with further headers; raises `PreconditionFailed`, `Rejected` where a condition
    cannot be read, and `FileNotFoundError` where the file has gone. Once there is an answer the
    file may go."""
    headers = {**file.headers, **further}
    if _is_held(request, headers):
        kept = {name: headers[name] for name in _OF_304 if name in headers}
        return Response(status_code=304, headers=kept)
    if request.scope["asked_method"] == "HEAD":  # has no ranges: they are of GET alone
        size = {"Content-Length": str(file.bytes)}
        return Response(headers=headers | size, media_type=file.media_type)
    if not _settle_range(request, file.bytes, headers):
        detail = f"The file has {file.bytes} bytes, and none of those asked for."
        size = {"Content-Range": f"bytes */{file.bytes}"}
        return make_problem(request, "range-not-satisfiable", detail, headers=size)
    return _PatientFile(file.path.open("rb"), headers, file.media_type)


def _is_held(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether the caller holds the file; in the order of RFC 9110, 13.2.2."""
    asked, tag = read_preconditions(request), headers["ETag"]
    if asked.if_match not in (None, ANY) and tag not in (asked.if_match or ()):
        raise PreconditionFailed("The file is not the one that If-Match names.")
    if asked.if_none_match is not None:
        return asked.if_none_match == ANY or tag in asked.if_none_match
    return _is_unchanged(request.headers.get("if-modified-since"), headers["Last-Modified"])


def _is_unchanged(since: str | None, made: str) -> bool:
    """Whether a file is not newer than a date of HTTP; what is none counts as not given."""
    try:
        known = parsedate_to_datetime(since or "")
    except ValueError:
        return False
    return known.tzinfo is not None and parsedate_to_datetime(made) <= known


def _settle_range(request: Request, size: int, headers: Mapping[str, str]) -> bool:
    """Leaves the request only ranges that the file can give, told in one way; whether there is any
    byte to give. With `If-Range`, of another file than the one meant all is given."""
    scope, given = request.scope, request.headers
    asked = given.getlist("range")
    others = [pair for pair in scope["headers"] if pair[0] not in (b"range", b"if-range")]
    meant = given.get("if-range") in (None, headers["ETag"], headers["Last-Modified"])
    ranges = read_ranges(asked[0], size) if len(asked) == 1 and meant else None
    if ranges:
        others.append((b"range", f"bytes={','.join(map(str, ranges))}".encode()))
    request.scope["headers"] = others
    return ranges is None or bool(ranges)


class _PatientFile(FileResponse):
    """Sends an open file as fast as it is taken, to whoever takes something of it."""

    chunk_size = _CHUNK

    def __init__(self, file: IO[bytes], headers: Mapping[str, str], media_type: str) -> None:
        # By its number it can be read to the end, even where its name is gone.
        super().__init__(f"/dev/fd/{file.fileno()}", headers=headers, media_type=media_type)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun: list[Message] = []

        async def send_late(message: Message) -> None:
            """Headers only with the first bytes: it may turn out that there are none to be had."""
            if message["type"] == "http.response.start":
                begun.append(message)
                return
            while begun:
                await send_in_time(send, begun.pop())
            await send_in_time(send, message)

        with self._file:
            try:
                await super().__call__(scope, receive, send_late)
            except TimeoutError:
                log.info("a client takes nothing of a file any more")
