"""`/v1/imports`: documents are sent, and imported in the background; how far that is, and what
became of each."""

import json
import re
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.api.access import require, sees_authors
from app.api.body import UPLOADS
from app.api.caching import unkept_response
from app.api.contract.operations import operation
from app.api.effects import Effect, perform
from app.api.intent import Intent, read_intent
from app.api.paging import make_page, read_page
from app.api.reporting import job_to_json, report_row
from app.api.routing import DirectRoute
from app.api.service import link, service_of, shows_contacts
from app.api.uploads import Upload, received
from app.database import Reader
from app.domain.keys import Scope, write_time
from app.errors import DatabaseBusy, ImportNotFound
from app.faults import Fault, Rejected, shortened
from app.importer.report import OUTCOMES
from app.jobs.asking import read_options
from app.jobs.orders import order_to_json
from app.jobs.receiving import leave_out, take_in
from app.store.editing import Edit
from app.store.jobs import accept_job
from app.store.reports import (
    JobState,
    count_jobs,
    count_report,
    find_job,
    list_jobs,
    report_of,
)

PATH = UPLOADS

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")

router = APIRouter(tags=["imports"], route_class=DirectRoute)


@router.post(PATH, **operation("create_import"))
async def create_import(request: Request) -> Response:
    """Have documents imported, or only say what would change: files in a form, or one as body."""
    intent = read_intent(request)
    intent.preconditions.refuse_any()
    _refuse_reason(intent)
    options = read_options(request.scope["query_string"])
    async with received(request) as upload:
        order = order_to_json(replace(options, mapping=upload.mapping))
        return await _take_in(request, intent, upload, order)


@router.get(PATH, **operation("list_imports"))
async def list_imports(request: Request) -> Response:
    """Imports, the newest first."""
    require(request, Scope.WRITE)
    asked = read_page(request)
    with service_of(request).snapshot() as snapshot:
        total = count_jobs(snapshot.reader)
        jobs = list_jobs(snapshot.reader, asked.limit, asked.offset)
        rows = [job_to_json(job, authors=sees_authors(request)) for job in jobs]
        page = make_page(asked, link(request, PATH), rows, total, snapshot.dataset)
    return unkept_response(page.to_json(), page.link_header())


@router.get(f"{PATH}/{{id}}", **operation("get_import"))
async def get_import(request: Request, id: str) -> Response:
    """One import: how far it is, and what became of each document."""
    require(request, Scope.WRITE)
    asked = read_page(request, outcome=OUTCOMES)
    outcome, shown = asked.words.get("outcome"), shows_contacts(request)
    with service_of(request).snapshot() as snapshot:
        job = require_job(snapshot.reader, id)
        total = count_report(snapshot.reader, job.id, outcome)
        report = report_of(snapshot.reader, job.id, outcome, asked.limit, asked.offset)
        rows = [report_row(row, shown=shown) for row in report]
        further = {"job": job_to_json(job, authors=sees_authors(request))}
        address = link(request, f"{PATH}/{job.id}")
        page = make_page(asked, address, rows, total, snapshot.dataset, further)
    return unkept_response(page.to_json(), page.link_header())


def require_job(reader: Reader, job_id: str) -> JobState:
    """The import of this number; raises `ImportNotFound`."""
    job = find_job(reader, int(job_id)) if _NUMBER.fullmatch(job_id) else None
    if job is None:
        raise ImportNotFound(f"There is no import “{shortened(job_id)}”, or not any more.")
    return job


def _refuse_reason(intent: Intent) -> None:
    if intent.reason is not None:
        detail = "What an import changes has its documents for a reason."
        raise Rejected([Fault("Change-Reason", "conflict", detail, place="header")])


async def _take_in(
    request: Request, intent: Intent, upload: Upload, order: dict[str, Any]
) -> Response:
    """Stores the files, and then, in one transaction, has the import wait; a request that comes
    again under its Idempotency-Key is told of the import it made."""
    service, accepted = service_of(request), False
    taken = await run_in_threadpool(take_in, service.database, upload.files)

    def work(session: Session, edit: Edit) -> Effect:
        nonlocal accepted
        accepted = accept_job(session, taken.job_id, order, edit.author.by, edit.at)
        if not accepted:
            raise DatabaseBusy("The database was restored meanwhile; send the documents again.")
        job = _accepted(taken.job_id, order, edit)
        told = job_to_json(job, authors=sees_authors(request))
        address = link(request, f"{PATH}/{job.id}")
        return Effect(202, json.dumps(told, ensure_ascii=False), {"Location": address})

    try:
        sent = [[file.name for file in upload.files], taken.digests, order]
        response = await perform(request, intent, work, json.dumps(sent).encode())
    finally:
        if not accepted:
            await run_in_threadpool(leave_out, service.database, taken.job_id)
    service.runner.wake()
    return response


def _accepted(job_id: int, order: dict[str, Any], edit: Edit) -> JobState:
    at = write_time(edit.at) or ""
    return JobState(
        id=job_id,
        state="waiting",
        options=order,
        by=edit.author.by,
        created_at=at,
        started_at=None,
        ended_at=None,
        touched_at=at,
        total=None,
        done=0,
        rows=0,
        counts={},
        detail=None,
    )
