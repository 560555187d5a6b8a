"""Merging two organisations by hand, and undoing it."""

from fastapi import APIRouter
from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import Response

from app.api.body import JSON, read_body
from app.api.caching import weak_tag
from app.api.contract.operations import NOTHING, operation
from app.api.effects import Effect, perform
from app.api.intent import Intent, read_intent
from app.api.organisations import PATH
from app.api.routing import DirectRoute
from app.api.service import link
from app.json_text import read_json
from app.models import Dataset
from app.query.compile import compile_record
from app.query.parse import parse_query
from app.query.resource import ORGANISATIONS
from app.store import merging
from app.store.editing import Edit
from app.store.history import Event
from app.writing.merge import read_merge

router = APIRouter(tags=["organisations"], route_class=DirectRoute)


@router.post(f"{PATH}/{{id}}/merge", **operation("merge_organisation"))
async def merge_organisation(request: Request, id: str) -> Response:
    """Have another organisation answer for this one: its projects and spellings go there."""
    intent = _begin(request)
    sent = await read_body(request, JSON)
    into = read_merge(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        merging.merge_organisation(session, id, into, _event(edit))
        return _shown(request, session, into, edit)

    return await perform(request, intent, work, sent.content)


@router.delete(f"{PATH}/{{id}}/merge", **operation("undo_merge"))
async def undo_merge(request: Request, id: str) -> Response:
    """Part an organisation from the one it was merged into; what is its own goes back to it."""
    intent = _begin(request)

    def work(session: Session, edit: Edit) -> Effect:
        merging.undo_merge(session, id, _event(edit))
        return _shown(request, session, id, edit)

    return await perform(request, intent, work)


def _begin(request: Request) -> Intent:
    intent = read_intent(request)
    intent.preconditions.refuse_any()
    parse_query(ORGANISATIONS, request.scope["query_string"], accepts=NOTHING)
    return intent


def _event(edit: Edit) -> Event:
    return Event("update", edit.at, edit.author)


def _shown(request: Request, session: Session, key: str, edit: Edit) -> Effect:
    """The organisation as GET shows it, seen from inside the transaction."""
    columns = ORGANISATIONS.default
    statement = compile_record(ORGANISATIONS, key, columns, today=edit.today)
    rows = session.connection().exec_driver_sql(statement.sql, statement.parameters)
    body: bytes = rows.scalar_one()
    dataset = session.exec(select(Dataset)).one()
    tag = weak_tag(dataset.epoch, dataset.version, key, *columns)
    headers = {"ETag": tag, "Content-Location": link(request, f"{PATH}/{key}")}
    return Effect(200, body.decode(), headers)
