"""Page tokens: where a page ended, and of which question, as an opaque text.

A token of another question is refused; limit, columns and counting may change between pages.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.fields import Field, Kind
from app.faults import Fault, QueryRejected
from app.query.format import format_query
from app.query.model import Query
from app.query.resource import Resource

MAX_CHARACTERS = 12 * 1024

Stored = str | int | None
"""A sort column's value as the database keeps it."""

_TEXTS = frozenset({Kind.KEY, Kind.TEXT, Kind.CODE, Kind.TIME})
_LARGEST = 2**63 - 1


def sort_names(resource: Resource, query: Query) -> tuple[str, ...]:
    """The fields that order the records, closed by the id."""
    names = tuple(key.field for key in resource.order_of(query))
    return names if "id" in names else (*names, "id")


def make_cursor(resource: Resource, query: Query, values: Sequence[Stored]) -> str:
    """The token of the page that ends with a record of these sort values."""
    content = json.dumps(
        [_fingerprint(resource, query), *values], ensure_ascii=False, separators=(",", ":")
    )
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_cursor(resource: Resource, query: Query) -> tuple[Stored, ...] | None:
    """The sort values that the question's cursor holds, None without one."""
    if query.cursor is None:
        return None
    fingerprint, *values = _content(query.cursor)
    if fingerprint != _fingerprint(resource, query):
        detail = "The filters or the sorting differ from those of the page before."
        raise _refused("cursor-mismatch", detail, "Begin again without cursor.")
    fields = [resource.sort_field(name) for name in sort_names(resource, query)]
    if len(values) != len(fields) or not all(map(_is_of, fields, values)):
        raise _unreadable()
    return tuple(values)


def _fingerprint(resource: Resource, query: Query) -> str:
    asked = replace(query, fields=None, limit=None, count="exact")
    text = f"{resource.name}?{format_query(resource, asked, paging=False)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _content(token: str) -> list[Stored]:
    if len(token) > MAX_CHARACTERS or not token.isascii():
        raise _unreadable()
    padded = token.encode() + b"=" * (-len(token) % 4)
    try:
        content = json.loads(base64.b64decode(padded, b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(content, list) or not content or not isinstance(content[0], str):
        raise _unreadable()
    return content


def _is_of(field: Field, value: object) -> bool:
    if value is None:
        return field.flags.nullable
    if field.kind is Kind.DATE:
        return isinstance(value, str) and _is_date(value)
    if field.kind in _TEXTS:
        return isinstance(value, str) and _is_text(value)
    return type(value) is int and abs(value) <= _LARGEST


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_text(value: str) -> bool:
    """A lone surrogate or NUL is in no stored text, and no database takes it."""
    return "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value)


def _unreadable() -> QueryRejected:
    return _refused("bad-cursor", "This is no cursor.", "Take the cursor from next_cursor.")


def _refused(code: str, detail: str, hint: str) -> QueryRejected:
    return QueryRejected([Fault("cursor", code, detail, hint)])
