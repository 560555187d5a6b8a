"""`/v1/snapshots`: dataset versions as files that never change, listed and given out."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import CACHE_CONTROL, json_response, not_modified, weak_tag
from app.api.contract.operations import NOTHING, operation
from app.api.envelope import whole_page
from app.api.kept_files import KeptFile, give_file
from app.api.service import link, service_of
from app.query.accepts import CODE_LIST
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.snapshots.editions import CSV, PARQUET, SQLITE, Edition, FileKind, standing_of
from app.snapshots.shelf import LATEST

PATH = "/v1/snapshots"
_A_DAY = "max-age=86400"
"""Never longer: what is withdrawn is to go from the caches of others too."""

router = APIRouter(tags=["snapshots"])


@router.get(PATH, **operation("list_snapshots"))
async def list_snapshots(request: Request) -> Response:
    """Every file of every snapshot, a row each, the newest first."""
    query = parse_query(PROJECTS, request.scope["query_string"], accepts=CODE_LIST)
    service, address = service_of(request), link(request, PATH)
    with service.snapshot() as snapshot:
        dataset, standing = snapshot.dataset, standing_of(snapshot.reader)
    editions = await run_in_threadpool(service.shelf.offered, standing)
    there = [(edition.version, edition.made_at) for edition in editions]
    tag = weak_tag(dataset.epoch, dataset.version, address, query.limit, query.offset, there)
    known = not_modified(request, tag)
    if known is not None:
        return known
    rows = [row for edition in editions for row in _rows(request, edition)]
    page = whole_page(rows, query, address, dataset)
    return json_response(page.to_json(), tag, **page.link_header())


@router.get(f"{PATH}/{{version}}/{PARQUET.name}", **operation("get_snapshot_parquet"))
async def get_snapshot_parquet(request: Request, version: str) -> Response:
    """All projects of a dataset version as Parquet; `latest` is the newest snapshot."""
    return await _answer(request, version, PARQUET)


@router.get(f"{PATH}/{{version}}/{CSV.name}", **operation("get_snapshot_csv"))
async def get_snapshot_csv(request: Request, version: str) -> Response:
    """The same projects as CSV, packed with gzip."""
    return await _answer(request, version, CSV)


@router.get(f"{PATH}/{{version}}/{SQLITE.name}", **operation("get_snapshot_sqlite"))
async def get_snapshot_sqlite(request: Request, version: str) -> Response:
    """The same projects as a SQLite file, with organisations, code lists and definitions."""
    return await _answer(request, version, SQLITE)


def _rows(request: Request, edition: Edition) -> Iterator[dict[str, Any]]:
    for file in edition.files:
        yield {
            "version": edition.version,
            "format": file.format,
            "url": link(request, _path_of(edition, file.kind)),
            "media_type": file.kind.media_type,
            "bytes": file.bytes,
            "sha256": file.sha256,
            "rows": edition.rows,
            "latest_change": edition.latest,
            "status_as_of": edition.day,
            "updated_at": edition.updated_at,
            "made_at": edition.made_at,
            "epoch": edition.epoch,
        }


def _path_of(edition: Edition, kind: FileKind) -> str:
    return f"{PATH}/{edition.version}/{kind.name}"


async def _answer(request: Request, version: str, kind: FileKind) -> Response:
    """A file of a snapshot: lasting at the address of its version, passing at that of the newest,
    which says where it stays."""
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    service = service_of(request)
    with service.reading() as reader:
        standing = standing_of(reader)
    edition = await run_in_threadpool(service.shelf.find, version, standing)
    name = f"projects.v{edition.version}.{kind.format}"
    shared = "public" if service.settings.reads == "open" else "private"
    headers = {
        "Cache-Control": f"{shared}, {_A_DAY}",
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Total-Count": str(edition.rows),
        "X-Change-Seq": str(edition.latest),
    }
    if version == LATEST:
        headers["Cache-Control"] = CACHE_CONTROL
        headers["Content-Location"] = link(request, _path_of(edition, kind))
    file, made_at = edition.file(kind), datetime.fromisoformat(edition.made_at)
    path = service.shelf.path_of(edition, kind)
    kept = KeptFile(path, kind.media_type, file.bytes, file.sha256, made_at)
    try:
        return give_file(request, kept, headers)
    except FileNotFoundError:  # it was taken away meanwhile: as if asked a moment later
        return await _answer(request, version, kind)
