"""`/v1/projects/{id}/history`: every version of a record, who made it, why, and what changed."""

import json
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.access import sees_authors
from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import operation
from app.api.envelope import Page
from app.api.routing import DirectRoute
from app.api.service import link, service_of, shows_contacts
from app.domain.fields import FIELDS
from app.errors import ProjectNotFound
from app.faults import shortened
from app.query.accepts import HISTORY
from app.query.compile import compile_states
from app.query.format import format_query
from app.query.fragment import Window
from app.query.model import DEFAULT_LIMIT, Query
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.snapshot import Snapshot
from app.store.timeline import Version, count_versions, known_id, versions

PATH = "/v1/projects/{id:record}/history"

_CLERICAL = frozenset({"status", "version", "created_at", "updated_at", "last_seen_at"})
_COMPARED = tuple(field.name for field in FIELDS if field.name not in _CLERICAL)

State = dict[str, Any]
States = dict[int, tuple[State, State]]
"""Version → its state with contact data, and without."""

router = APIRouter(tags=["projects"], route_class=DirectRoute)


@router.get(PATH, **operation("list_history"))
async def list_history(request: Request, id: str) -> Response:
    """Every version of a project, the newest first, with what changed; of a deleted one too."""
    query = parse_query(PROJECTS, request.scope["query_string"], accepts=HISTORY)
    personal, authors = shows_contacts(request), sees_authors(request)
    with service_of(request).snapshot() as snapshot:
        key = known_id(snapshot.reader, id) if "\0" not in id else None
        if key is None:
            raise ProjectNotFound(f"No project has or had the id or number “{shortened(id)}”.")
        dataset, address = snapshot.dataset, link(request, f"/v1/projects/{key}/history")
        asked = (query.limit, query.offset, personal, authors)
        tag = weak_tag(dataset.epoch, dataset.version, address, *asked)
        known = not_modified(request, tag)
        if known is not None:
            return known
        rows = _rows(snapshot, key, query, personal=personal, authors=authors)
        page = _make_page(snapshot, key, query, address, rows)
    headers = page.link_header() | ({} if key == id else {"Content_Location": address})
    return json_response(page.to_json(), tag, **headers)


def _make_page(snapshot: Snapshot, key: str, query: Query, address: str, rows: list[bytes]) -> Page:
    limit, total = query.limit or DEFAULT_LIMIT, count_versions(snapshot.reader, key)
    end = query.offset + limit
    return Page(
        rows=rows,
        total=total,
        limit=limit,
        next=f"{address}?limit={limit}&offset={end}" if end < total else None,
        dataset=snapshot.dataset,
        query=format_query(PROJECTS, query, paging=False),
    )


def _rows(
    snapshot: Snapshot, key: str, query: Query, *, personal: bool, authors: bool
) -> list[bytes]:
    listed = versions(snapshot.reader, key, query.limit or DEFAULT_LIMIT, query.offset)
    if not listed:
        return []
    states = _states(snapshot, key, Window(listed[-1].version - 2, listed[0].version))
    return [
        json.dumps(
            {
                "version": one.version,
                "op": one.op,
                "at": one.at,
                "by": one.by if authors else None,
                "reason": one.reason,
                "changes": dict(_changes(one, states, personal=personal)),
            },
            ensure_ascii=False,
        ).encode()
        for one in listed
    ]


def _states(snapshot: Snapshot, key: str, window: Window) -> States:
    statement = compile_states(PROJECTS, key, _COMPARED, window)
    rows = snapshot.reader.rows(statement.sql, statement.parameters)
    return {version: (json.loads(whole), json.loads(public)) for version, whole, public in rows}


def _changes(
    version: Version, states: States, *, personal: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields in which a version differs from the one before it, in table order. Of contact
    data that the caller may not see it is only told that it changed."""
    if version.op == "delete":
        return
    nothing = dict.fromkeys(_COMPARED)
    before, seen_before = states.get(version.version - 1, (nothing, nothing))
    after, seen_after = states[version.version]
    for name in _COMPARED:
        if before[name] == after[name]:
            continue
        unseen = (before[name], after[name]) != (seen_before[name], seen_after[name])
        if unseen and not personal:
            yield name, {"from": None, "to": None, "hidden": True}
        else:
            yield name, {"from": before[name], "to": after[name], "hidden": False}
