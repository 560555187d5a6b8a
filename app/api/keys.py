"""`/v1/keys`: an admin key makes, lists and revokes keys. A secret is in one answer only, once."""

import json
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.api.access import require
from app.api.body import JSON, read_body
from app.api.caching import unkept_response
from app.api.contract.operations import NOTHING, operation
from app.api.envelope import whole_page
from app.api.service import Service, link, service_of
from app.domain.keys import Scope, write_time
from app.domain.record import now
from app.errors import KeyNotFound
from app.faults import Fault, Rejected
from app.json_text import read_json
from app.query.accepts import CODE_LIST
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store import keys as stored
from app.store.keys import StoredKey
from app.writing.new_key import NewKey, read_new_key

PATH = "/v1/keys"

router = APIRouter(tags=["keys"])


@router.get(PATH, **operation("list_keys"))
async def list_keys(request: Request) -> Response:
    """Every key, revoked ones too, without secrets."""
    require(request, Scope.ADMIN)
    query = parse_query(PROJECTS, request.scope["query_string"], accepts=CODE_LIST)
    with service_of(request).snapshot() as snapshot:
        rows = [_row(key) for key in stored.list_keys(snapshot.reader)]
        page = whole_page(rows, query, link(request, PATH), snapshot.dataset)
    return unkept_response(page.to_json(), page.link_header())


@router.post(PATH, **operation("create_key"))
async def create_key(request: Request) -> Response:
    """Make a key; this answer alone shows it."""
    require(request, Scope.ADMIN)
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    _refuse_replay(request)
    service = service_of(request)
    sent = await read_body(request, JSON)
    wanted = read_new_key(read_json(sent.content), now())
    key, made = await run_in_threadpool(_make, service, wanted)
    body = json.dumps({**_row(made), "key": key}, ensure_ascii=False).encode()
    location = link(request, f"{PATH}/{made.id}")
    return unkept_response(body, {"Location": location}, status=201)


@router.get(f"{PATH}/{{id}}", **operation("get_key"))
async def get_key(request: Request, id: str) -> Response:
    """One key, revoked or not, without its secret."""
    require(request, Scope.ADMIN)
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    body = json.dumps(_row(_find(service_of(request), id)), ensure_ascii=False).encode()
    return unkept_response(body)


@router.delete(f"{PATH}/{{id}}", **operation("revoke_key"))
async def revoke_key(request: Request, id: str) -> Response:
    """Revoke a key, at once and for good; it stays in the list."""
    require(request, Scope.ADMIN)
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    await run_in_threadpool(_revoke, service_of(request), id)
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


def _row(key: StoredKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scope": key.scope.value,
        "created_at": write_time(key.created_at),
        "expires_at": write_time(key.expires_at),
        "revoked_at": write_time(key.revoked_at),
        "last_used_at": write_time(key.last_used_at),
    }


def _refuse_replay(request: Request) -> None:
    if "idempotency-key" in request.headers:
        detail = "The answer that shows a key is not kept, so it cannot be given again."
        raise Rejected([Fault("Idempotency-Key", "conflict", detail, place="header")])


def _make(service: Service, wanted: NewKey) -> tuple[str, StoredKey]:
    with service.database.write() as session:
        return stored.add_key(session, wanted.name, wanted.scope, wanted.expires_at)


def _revoke(service: Service, key_id: str) -> None:
    with service.database.write() as session:
        stored.revoke_key(session, key_id)


def _find(service: Service, key_id: str) -> StoredKey:
    with service.reading() as reader:
        key = stored.find_key(reader, key_id) if "\0" not in key_id else None
    if key is None:
        raise KeyNotFound("No key has this id.")
    return key
