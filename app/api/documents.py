"""`/v1/documents/{sha256}`: what a document is, its lines as provenance numbers them, its bytes."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.api.access import require
from app.api.caching import unkept_response
from app.api.contract.operations import operation
from app.api.paging import read_words
from app.api.service import service_of, shows_contacts
from app.database import Reader
from app.domain.keys import Scope
from app.errors import ContactsHidden, DocumentNotFound, DocumentNotKept
from app.faults import shortened
from app.importer.document import Document
from app.importer.mapping import Mapping
from app.importer.tables import Table, open_table
from app.store.documents import unpack
from app.store.quarantine import DocumentState, find_document_state, kept_content

FORMS = ("original", "text")
_HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}
"""Whatever a document holds, no browser runs it."""

router = APIRouter(tags=["imports"])


@router.get("/v1/documents/{sha256}", **operation("get_document"))
async def get_document(request: Request, sha256: str) -> Response:
    """A document: what is known of it, or itself: its bytes, or its lines as provenance counts."""
    require(request, Scope.WRITE)
    form = read_words(request, **{"as": FORMS}).get("as")
    if form is not None and not shows_contacts(request):
        raise ContactsHidden("Documents hold contact data, which is hidden here.")
    with service_of(request).reading() as reader:
        state = require_document(reader, sha256)
        if form is None:
            return unkept_response(json.dumps(_told(state), ensure_ascii=False).encode())
        packed, mapping = require_content(reader, state)
    if form == "original":
        return await run_in_threadpool(_original, state, packed)
    return await run_in_threadpool(_text, state, packed, mapping)


def require_document(reader: Reader, sha256: str) -> DocumentState:
    """The document of this hash; raises `DocumentNotFound`."""
    state = find_document_state(reader, sha256) if "\0" not in sha256 else None
    if state is None:
        raise DocumentNotFound(f"No document has the SHA-256 “{shortened(sha256)}”.")
    return state


def require_content(reader: Reader, state: DocumentState) -> tuple[bytes, str | None]:
    """What is kept of a document, packed, and the mapping of a list; raises `DocumentNotKept`."""
    packed, mapping = kept_content(reader, state.sha256)
    if packed is None:
        raise DocumentNotKept(f"Of a document of {state.size} bytes only its name is kept.")
    return packed, mapping


def _told(state: DocumentState) -> dict[str, Any]:
    return {
        "sha256": state.sha256,
        "name": state.name,
        "url": state.url,
        "dated": state.dated,
        "size": state.size,
        "layout": state.layout,
        "reader_version": state.reader_version,
        "project_id": state.project_id,
        "imported_at": state.imported_at,
        "redacted_at": state.redacted_at,
        "kept": state.is_kept,
        "refused": state.code,
        "refused_rows": state.rows,
    }


def _original(state: DocumentState, packed: bytes) -> Response:
    name = quote(state.name.rpartition("/")[2] or state.sha256)
    headers = {**_HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(unpack(packed), headers=headers, media_type="application/octet-stream")


def _text(state: DocumentState, packed: bytes, mapping: str | None) -> Response:
    """Each line behind its number; of a list each row, as an object of headings and cells."""
    content = unpack(packed)
    table = open_table(content, state.name, Mapping(mapping) if mapping is not None else None)
    if table is not None:
        return StreamingResponse(_rows(table), headers=_HEADERS, media_type="text/plain")
    lines = Document(state.name, content).lines
    numbered = "".join(f"{number}\t{line}\n" for number, line in enumerate(lines, start=1))
    return Response(numbered.encode(), headers=_HEADERS, media_type="text/plain")


def _rows(table: Table) -> Iterator[bytes]:
    for row in table.rows():
        yield f"{row.number}\t{json.dumps(dict(row.cells), ensure_ascii=False)}\n".encode()
