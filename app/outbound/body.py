"""The body of an answer, unpacked: bounded before and after, so that no small answer fills the
memory."""

import zlib
from collections.abc import Iterable, Iterator

from app.errors import AddressFailed

ACCEPTED = "gzip"
"""What `Accept-Encoding` asks for; nothing else is unpacked."""

_PIECE = 1_000_000
_GZIP = zlib.MAX_WBITS | 16


def read_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The bytes that were meant; raises `AddressFailed` above `limit` bytes, for an encoding that
    was not asked for, and for one that is broken."""
    packed = _bounded(chunks, limit)
    if encoding in {"", "identity"}:
        return b"".join(packed)
    if encoding not in {"gzip", "x-gzip"}:
        raise AddressFailed("encoding-unsupported", f"the answer is packed as {encoding[:40]!a}")
    try:
        return b"".join(_bounded(_unzipped(packed), limit))
    except zlib.error as error:
        raise AddressFailed("answer-malformed", "what was packed is damaged") from error


def _bounded(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise AddressFailed("too-large", f"more than {limit} bytes")
        yield piece


def _unzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpacks member by member, never more than a piece at a time."""
    member = zlib.decompressobj(_GZIP)
    begun = False
    for chunk in chunks:
        rest = chunk
        while rest:
            if member.eof:
                member = zlib.decompressobj(_GZIP)
            begun = True
            yield member.decompress(rest, _PIECE)
            rest = member.unused_data if member.eof else member.unconsumed_tail
    yield member.flush()
    if begun and not member.eof:
        raise AddressFailed("answer-malformed", "what was packed breaks off")
