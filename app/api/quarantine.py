"""`/v1/quarantine`: documents that no reader took, and refused rows of lists: read and retried."""

import json
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.api.access import require
from app.api.caching import unkept_response
from app.api.contract.operations import NOTHING, operation
from app.api.documents import require_content, require_document
from app.api.intent import read_intent
from app.api.paging import encode_row, make_page, read_page
from app.api.reporting import report_row
from app.api.service import Service, link, service_of, shows_contacts
from app.database import Reader
from app.domain.keys import Scope
from app.errors import REJECTIONS, DocumentNotFound, RecordConflict, RecordDeleted
from app.faults import Fault, Rejected
from app.importer.archives import count_documents
from app.importer.incoming import Incoming
from app.importer.report import result_to_json
from app.importer.rereading import reread_others
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.documents import unpack
from app.store.quarantine import (
    DocumentState,
    RefusedRowState,
    beginning_of,
    count_refused,
    kept_content,
    list_refused,
    refused_rows,
)

PATH = "/v1/quarantine"
CODES = (*REJECTIONS, RecordConflict.code, RecordDeleted.code)
BEGINNING = 2_000
"""Characters of a refused document that are shown."""

_ARCHIVE = "PK"

router = APIRouter(tags=["imports"])


@router.get(PATH, **operation("list_quarantine"))
async def list_quarantine(request: Request) -> Response:
    """Documents that were refused, or rows of them, the newest first."""
    require(request, Scope.WRITE)
    asked = read_page(request, code=CODES)
    code, shown = asked.words.get("code"), shows_contacts(request)
    with service_of(request).snapshot() as snapshot:
        total = count_refused(snapshot.reader, code)
        states = list_refused(snapshot.reader, code, asked.limit, asked.offset)
        rows = [_told(state, shown=shown) for state in states]
        page = make_page(asked, link(request, PATH), rows, total, snapshot.dataset)
    return unkept_response(page.to_json(), page.link_header())


@router.get(f"{PATH}/{{sha256}}", **operation("get_quarantined"))
async def get_quarantined(request: Request, sha256: str) -> Response:
    """A refused document: why, how it begins, and which of its rows were refused."""
    require(request, Scope.WRITE)
    asked, shown = read_page(request), shows_contacts(request)
    with service_of(request).snapshot() as snapshot:
        state = _require_refused(snapshot.reader, sha256)
        refused = refused_rows(snapshot.reader, sha256, asked.limit, asked.offset)
        rows = [_told_row(row, shown=shown) for row in refused]
        begin = _beginning(snapshot.reader, sha256) if shown else None
        further = {"document": {**_told(state, shown=shown), "text": begin}}
        address = link(request, f"{PATH}/{sha256}")
        page = make_page(asked, address, rows, state.rows, snapshot.dataset, further)
    return unkept_response(page.to_json(), page.link_header())


@router.post(f"{PATH}/{{sha256}}/retry", **operation("retry_quarantined"))
async def retry_quarantined(request: Request, sha256: str) -> Response:
    """Read a refused document again, with the readers of today."""
    intent = read_intent(request)
    intent.preconditions.refuse_any()
    _refuse_headers(request)
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    service, shown = service_of(request), shows_contacts(request)
    with service.reading() as reader:
        state = _require_refused(reader, sha256)
        packed, _ = require_content(reader, state)
    result = await run_in_threadpool(_retry, service, state, packed)
    return unkept_response(encode_row(report_row(json.dumps(result), shown=shown)))


def _require_refused(reader: Reader, sha256: str) -> DocumentState:
    state = require_document(reader, sha256)
    if state.code is None and not state.rows:
        raise DocumentNotFound("The document is not in quarantine: it was taken in whole.")
    return state


def _refuse_headers(request: Request) -> None:
    faults = [
        Fault(
            name,
            "conflict",
            "Trying again does no harm, and has no reason but itself.",
            place="header",
        )
        for name in ("Change-Reason", "Idempotency-Key")
        if name in request.headers
    ]
    if faults:
        raise Rejected(faults)


def _retry(service: Service, state: DocumentState, packed: bytes) -> dict[str, Any]:
    if count_documents(Incoming(state.name, content=unpack(packed))) > 1:
        raise Rejected([Fault("", "conflict", "Send an archive again to /v1/imports.")])
    [result] = reread_others(service.database, [state.sha256])
    return result_to_json(result)


def _beginning(reader: Reader, sha256: str) -> str | None:
    """How a document begins; None where it is no text, or not kept."""
    packed, _ = kept_content(reader, sha256)
    text = beginning_of(packed, BEGINNING) if packed is not None else None
    return None if text is None or text.startswith(_ARCHIVE) or "\0" in text else text


def _told(state: DocumentState, *, shown: bool) -> dict[str, Any]:
    """A refused document; the sentence may quote it, the code does not."""
    return {
        "sha256": state.sha256,
        "name": state.name,
        "url": state.url,
        "size": state.size,
        "kept": state.is_kept,
        "code": state.code,
        "detail": state.detail if shown else None,
        "at": state.at,
        "rows": state.rows,
    }


def _told_row(row: RefusedRowState, *, shown: bool) -> dict[str, Any]:
    return row._asdict() | ({} if shown else {"detail": None, "cells": None})
