"""The raw query string, split into names and values as a browser's form writes them.

Strict: what is not percent-encoded UTF-8 is refused, nothing is replaced, trimmed or dropped.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from app.faults import Fault, QueryRejected, ValueRefused

MAX_BYTES = 16 * 1024
MAX_PARAMETERS = 200
MAX_CANONICAL = MAX_BYTES - 4 * 1024
"""Bytes of a question that is written out: leaves room for a cursor, because the link to the next
page must be readable too."""
_IGNORED = re.compile(r"utm_.*|gclid|fbclid|_", re.DOTALL)
"""Marks that other sites hang on addresses: the only parameters never answered for."""
_PLAIN = re.compile(rb"[^%+\x00\x80-\xff]*")
"""Text that stands for itself."""
_LONE_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Pair:
    """One parameter as it came in."""

    name: str
    value: str


def split_query(raw: bytes | str) -> tuple[tuple[Pair, ...], tuple[Fault, ...]]:
    """The parameters in their order, and those that cannot be decoded as faults."""
    given = _bytes_of(raw)
    pieces = [piece for piece in given.split(b"&") if piece]
    _refuse_long(given, pieces)
    pairs, faults = [], []
    for piece in pieces:
        name, _, value = piece.partition(b"=")
        try:
            decoded = _decode(name)
            if not _IGNORED.fullmatch(decoded):
                pairs.append(Pair(decoded, _decode(value)))
        except ValueRefused as refused:
            faults.append(refused.at(name.decode("ascii", "replace")))
    return tuple(pairs), tuple(faults)


def names_in(raw: bytes | str) -> frozenset[str]:
    """The names of a query string's parameters, however they are spelt."""
    names = (piece.partition(b"=")[0] for piece in _bytes_of(raw).split(b"&"))
    return frozenset(unquote_to_bytes(one).decode("utf-8", "replace") for one in names)


def fits_address(written: str) -> bool:
    """Whether a canonical question is short enough to be read, its place in a list beside it."""
    return len(written) <= MAX_CANONICAL and written.count("&") + 1 < MAX_PARAMETERS


def _bytes_of(raw: bytes | str) -> bytes:
    return raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")


def _refuse_long(given: bytes, pieces: list[bytes]) -> None:
    if len(given) > MAX_BYTES:
        detail = f"A query string has at most {MAX_BYTES} bytes."
    elif len(pieces) > MAX_PARAMETERS:
        detail = f"A question has at most {MAX_PARAMETERS} parameters."
    else:
        return
    raise QueryRejected([Fault("", "too-long", detail)])


def _decode(piece: bytes) -> str:
    if _PLAIN.fullmatch(piece):
        return piece.decode("ascii")
    if _LONE_PERCENT.search(piece):
        raise ValueRefused("bad-encoding", "A % does not begin an encoded byte.", "%25")
    try:
        text = unquote_to_bytes(piece.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueRefused("bad-encoding", "The text is not UTF-8.") from error
    if "\0" in text:
        raise ValueRefused("bad-encoding", "The text holds a NUL.")
    return text
