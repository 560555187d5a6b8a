"""What a request bears as keys: found in headers and address, and taken out of the address.

Nothing is looked up here. What an address bore is gone before anything parses, logs or links it.
"""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from app.errors import KeyInvalid

PARAMETER = "api_key"
BASIC = 'Basic realm="projektbank", charset="UTF-8"'
"""What spreadsheets and readers of OData are asked with: they know no other way to send a key
(RFC 7617)."""
BEARER = 'Bearer realm="projektbank"'

_NAME = PARAMETER.encode()


@dataclass(frozen=True, slots=True)
class Presented:
    """The one key that a request bears."""

    key: str = field(repr=False)
    in_address: bool


def take_from_address(scope: Scope) -> list[str]:
    """Takes each `api_key` out of the query string, in place; their values."""
    query: bytes = scope["query_string"]
    if _NAME not in query and b"%" not in query:  # the usual request, at no cost
        return []
    taken, kept = [], []
    for piece in query.split(b"&"):
        name, _, value = piece.partition(b"=")
        if name == _NAME or (b"%" in name and unquote_to_bytes(name) == _NAME):
            taken.append(unquote_to_bytes(value).decode("utf-8", "replace"))
        else:
            kept.append(piece)
    if taken:
        scope["query_string"] = b"&".join(kept)
    return taken


def find_presented(scope: Scope, in_address: list[str]) -> Presented | None:
    """The key of a request, by its headers and what its address bore; None without any.

    Raises `KeyInvalid` where there is more than one, or a header that holds none.
    """
    if len(in_address) > 1:
        raise KeyInvalid(f"{PARAMETER} may be given once only.")
    keys = {*in_address, *_in_headers(scope)}
    if len(keys) > 1:
        raise KeyInvalid("Two different keys were sent; send one.")
    return Presented(keys.pop(), bool(in_address)) if keys else None


def _in_headers(scope: Scope) -> Iterator[str]:
    for name, value in scope["headers"]:
        if name == b"x-api-key":
            yield value.decode("latin-1")
        elif name == b"authorization":
            yield _in_authorization(value.decode("latin-1"))


def _in_authorization(value: str) -> str:
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        return _password(rest.strip())
    raise KeyInvalid("Authorization takes a key as Bearer, or as the password of Basic.")


def _password(encoded: str) -> str:
    try:
        user_and_password = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise KeyInvalid(
            "What follows Basic is not base64 of a name, a colon and a key."
        ) from error
    return user_and_password.partition(":")[2]
