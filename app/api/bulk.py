"""`POST /v1/projects/bulk`: many records at once, all or each for itself, for real or on trial."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.api.body import JSON, read_body
from app.api.contract.operations import operation
from app.api.effects import Effect, perform
from app.api.intent import read_intent
from app.api.problems import fault_to_json
from app.api.routing import DirectRoute
from app.errors import BulkUndone
from app.store.bulk import STATUSES, RowResult, undone, write_rows
from app.store.editing import Edit
from app.store.history import present_version
from app.writing.options import Options, read_options
from app.writing.rows import CSV, NDJSON, read_rows

MAX_ERRORS = 100
"""Told of all rows together; each row has its own beside its result."""

router = APIRouter(tags=["projects"], route_class=DirectRoute)


@router.post("/v1/projects/bulk", **operation("write_projects"))
async def write_projects(request: Request) -> Response:
    """Create, upsert, update or delete many projects."""
    intent = read_intent(request)
    intent.preconditions.refuse_any()
    options = read_options(request.scope["query_string"])
    sent = await read_body(request, JSON, NDJSON, CSV)
    rows = await run_in_threadpool(read_rows, sent.content, sent.kind)  # takes its time

    def work(session: Session, edit: Edit) -> Effect:
        results = write_rows(session, options.mode, rows, edit)
        failed = any(one.status == "failed" for one in results)
        if failed and options.atomic:
            report = _report(options, undone(results))
            errors = [fault for row in report["data"] for fault in row["errors"]]
            raise BulkUndone(report | {"errors": errors[:MAX_ERRORS]})
        version = None if options.dry_run else present_version(session)
        report = _report(options, results) | {"dataset_version": version}
        return Effect(200, json.dumps(report, ensure_ascii=False))

    return await perform(request, intent, work, sent.content, dry_run=options.dry_run)


def _report(options: Options, results: Iterable[RowResult]) -> dict[str, Any]:
    rows = list(results)
    counts = Counter(row.status for row in rows)
    return {
        "mode": options.mode,
        "atomic": options.atomic,
        "dry_run": options.dry_run,
        "counts": {status: counts[status] for status in STATUSES},
        "data": [_row(row) for row in rows],
    }


def _row(row: RowResult) -> dict[str, Any]:
    return {
        "index": row.index,
        "id": row.id,
        "status": row.status,
        "version": row.version,
        "changed_fields": list(row.changed),
        "errors": [fault_to_json(fault) for fault in row.faults],
    }
