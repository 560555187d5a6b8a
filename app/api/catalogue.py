"""`/v1/catalogue`: the set of data as catalogues of open data harvest it (DCAT-AP)."""

import json

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import NOTHING, operation
from app.api.routing import DirectRoute
from app.api.service import link, service_of
from app.domain.record import today
from app.exports.formats import FORMATS
from app.linked.catalogue import Download, Facts, describe_catalogue
from app.linked.nodes import MEDIA_TYPE
from app.mirror.aggregates import aggregate
from app.query.aggregation.question import MAX, MIN, Aggregation, Metric
from app.query.model import Query
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.snapshots.editions import KINDS, FileKind, standing_of
from app.snapshots.shelf import LATEST
from app.store.snapshot import Snapshot
from app.store.view import view_of

_FIRST, _LAST = Metric(MIN, "start_date"), Metric(MAX, "end_date")
_DOWNLOADS = tuple(
    Download(name, f"/v1/projects.{name}", made.media_type, name) for name, made in FORMATS.items()
)


def _snapshot(kind: FileKind) -> Download:
    """A file of the newest snapshot; the ending of a packed one tells what is inside."""
    inside, _, is_packed = kind.format.partition(".")
    return Download(
        f"snapshot-{kind.format}",
        f"/v1/snapshots/{LATEST}/{kind.name}",
        FORMATS[inside].media_type if is_packed else kind.media_type,
        inside,
        kind.media_type if is_packed else None,
    )


_SNAPSHOTS = tuple(map(_snapshot, KINDS.values()))

router = APIRouter(tags=["service"], route_class=DirectRoute)


@router.get("/v1/catalogue", **operation("get_catalogue"))
async def get_catalogue(request: Request) -> Response:
    """The data as DCAT-AP: what it is, whose, since when, and where it is to be had."""
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    service = service_of(request)
    with service.reading() as reader:
        standing = standing_of(reader)
    has_snapshot = bool(await run_in_threadpool(service.shelf.offered, standing))
    with service.snapshot() as snapshot:
        dataset, base = snapshot.dataset, link(request, "").rstrip("/")
        tag = weak_tag(dataset.epoch, dataset.version, base, has_snapshot, "catalogue")
        known = not_modified(request, tag)
        if known is not None:
            return known
        facts = _facts(request, snapshot, base)
    downloads = (*_DOWNLOADS, *(_SNAPSHOTS if has_snapshot else ()))
    body = json.dumps(describe_catalogue(facts, downloads), ensure_ascii=False).encode()
    return json_response(body, tag, MEDIA_TYPE)


def _facts(request: Request, snapshot: Snapshot, base: str) -> Facts:
    service, dataset = service_of(request), snapshot.dataset
    hits = service.mirror.hits(snapshot, view_of(snapshot, Query()))
    found = aggregate(hits, today(), Aggregation(Query(), metrics=(_FIRST, _LAST)), {})
    begins, ends = (found.totals[metric.name] for metric in (_FIRST, _LAST))
    return Facts(
        base=base,
        version=dataset.version,
        modified=dataset.updated_at,
        begins=str(begins) if begins else None,
        ends=str(ends) if ends else None,
        is_open=service.settings.reads == "open",
        operator=service.settings.operator,
        contact=service.settings.operator_contact,
    )
