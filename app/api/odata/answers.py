"""The JSON of OData's answers (JSON format 4.0): what stands around rows that are JSON already."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import CACHE_CONTROL, not_modified
from app.api.odata.forms import Form
from app.api.service import link
from app.query.odata.metadata import METADATA

ROOT = "/odata/v4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A page of entities or groups."""

    context: str  # behind the metadata's address: which set, with which properties
    rows: Iterable[bytes]
    count: int | None
    next: str | None


def context_of(name: str, properties: Sequence[str] | None) -> str:
    """The context of a set, some properties of it where not all are shown (part 1, 10.7)."""
    return f"#{name}({','.join(properties)})" if properties is not None else f"#{name}"


def collection_body(request: Request, form: Form, page: Collection) -> bytes:
    """The whole answer; count and next link are told in every form (JSON format, 4.5)."""
    head = _context(request, form, page.context)
    if page.count is not None:
        head["@odata.count"] = page.count
    tail = b',"@odata.nextLink":%b' % _encode(page.next) if page.next else b""
    return b"".join((_opened(head), b'"value":[', b",".join(page.rows), b"]", tail, b"}"))


def entity_body(request: Request, form: Form, context: str, row: bytes) -> bytes:
    """One entity, its context in front."""
    return _opened(_context(request, form, f"{context}/$entity")) + row[1:]


def held_already(request: Request, tag: str, form: Form) -> Response | None:
    """304 where the caller holds the answer."""
    known = not_modified(request, tag)
    if known is not None:
        known.headers.update(form.headers)
    return known


def answer_json(body: bytes, tag: str, form: Form, **headers: str) -> Response:
    """An answer that may be kept and asked about."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {"ETag": tag, "Cache-Control": CACHE_CONTROL}
    return Response(body, headers={**form.headers, **kept, **named})


def _context(request: Request, form: Form, context: str) -> dict[str, object]:
    address = f"{link(request, f'{ROOT}/')}{METADATA}{context}"
    return {"@odata.context": address} if form.annotated else {}


def _opened(members: Mapping[str, object]) -> bytes:
    """A JSON object with these members, in which more can follow."""
    return b"{" + b"".join(
        b"%b:%b," % (_encode(name), _encode(one)) for name, one in members.items()
    )


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
