"""`/v1/quality`: how many records state each field, and which quality issues they show."""

import json
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import operation
from app.api.envelope import Page
from app.api.notes import moment_notes, owner_notes
from app.api.routing import DirectRoute
from app.api.service import link
from app.api.tallies import Rows
from app.api.waiting import answer_patiently
from app.faults import Fault, QueryRejected, quoted
from app.query.accepts import QUALITY
from app.query.format import format_query
from app.query.model import Query
from app.query.nearest import nearest
from app.query.parse import read_query, refuse_grown
from app.query.resource import PROJECTS
from app.query.wire import Pair, names_in, split_query
from app.store.snapshot import Snapshot
from app.store.tallies import DIVISIONS, read_tallies
from app.store.totals import count_records
from app.store.view import View, view_of

PATH = "/v1/quality"
_BY = "by"

router = APIRouter(tags=["quality"], route_class=DirectRoute)


class _Asked(NamedTuple):
    """The question, and by which fields its records are divided."""

    query: Query
    by: tuple[str, ...]

    @property
    def written(self) -> str:
        """The canonical question, without its place in the list."""
        asked = format_query(PROJECTS, self.query, paging=False, default_limit=None)
        return "&".join(filter(None, (asked, f"{_BY}={','.join(self.by)}" if self.by else "")))


@router.get(PATH, **operation("get_quality"))
async def get_quality(request: Request) -> Response:
    """How many projects state each field, and which quality issues they show."""
    return await answer_patiently(request, partial(_answer, request))


def _answer(request: Request, snapshot: Snapshot) -> Response:
    asked = _read(snapshot, request.scope["query_string"])
    view = view_of(snapshot, asked.query)
    dataset, address = snapshot.dataset, link(request, PATH)
    place = (asked.written, asked.query.offset, view.day)
    tag = weak_tag(dataset.epoch, dataset.version, address, *place)
    known = not_modified(request, tag)
    if known is not None:
        return known
    tallies = read_tallies(snapshot.reader, view, asked.by)
    rows = Rows(request, asked.query, tallies)
    page = _make_page(snapshot, asked, view, rows, address)
    return json_response(page.to_json(), tag, **page.link_header())


def _read(snapshot: Snapshot, raw: bytes) -> _Asked:
    """What the parameters say; raises `QueryRejected` with everything that is wrong."""
    pairs, faults = split_query(raw)
    lookups = snapshot.lookups_for(names_in(raw))
    query, more = read_query(PROJECTS, pairs, lookups=lookups, accepts=QUALITY)
    by, others = _read_by(pairs)
    if faults or more or others:
        raise QueryRejected((*faults, *more, *others))
    asked = _Asked(query, by)
    refuse_grown(asked.written)
    return asked


def _read_by(pairs: Sequence[Pair]) -> tuple[tuple[str, ...], list[Fault]]:
    """The fields to divide by, comma-separated, in their own order; and what is wrong."""
    given = [pair.value for pair in pairs if pair.name == _BY]
    if len(given) > 1:
        return (), [Fault(_BY, "repeated", f"{_BY} may be given once only.")]
    named = given[0].split(",") if given else []
    if len(named) > len(DIVISIONS):
        detail = f"Records can be divided by {len(DIVISIONS)} fields at most."
        return (), [Fault(_BY, "too-long", detail, None, DIVISIONS)]
    faults = [_refuse(name) for name in named if name not in DIVISIONS]
    if len(set(named)) < len(named):
        faults.append(Fault(_BY, "repeated", "A field is named more than once."))
    return tuple(name for name in DIVISIONS if name in named), faults


def _refuse(name: str) -> Fault:
    if not name:
        return Fault(_BY, "empty-value", "The name of a field is empty.", None, DIVISIONS)
    detail = f"Records cannot be divided by {quoted(name)}."
    return Fault(_BY, "bad-value", detail, nearest(name, DIVISIONS), DIVISIONS)


def _make_page(snapshot: Snapshot, asked: _Asked, view: View, rows: Rows, address: str) -> Page:
    fields = list(rows.fields())
    _, not_stated = count_records(snapshot.reader, PROJECTS, view)
    offset, limit = asked.query.offset, asked.query.limit or len(fields)
    end = offset + limit
    return Page(
        rows=[json.dumps(row, ensure_ascii=False).encode() for row in fields[offset:end]],
        total=len(fields),
        limit=limit,
        not_stated=not_stated,
        next=f"{address}?{asked.written}&offset={end}" if end < len(fields) else None,
        dataset=view.dataset,
        query=asked.written,
        notes=(*moment_notes(view.query), *owner_notes(snapshot.reader, PROJECTS, view.query)),
        further={"issues": list(rows.issues())},
    )
