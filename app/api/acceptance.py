"""Accepting a quality issue of a project with a reason, and taking that back."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api.body import JSON, read_body
from app.api.contract.operations import operation
from app.api.effects import Effect, perform
from app.api.routing import DirectRoute
from app.api.written import PATH, begin_write, check_conditions, require_asked, shown_record
from app.json_text import read_json
from app.store import acceptance
from app.store.editing import Edit
from app.writing.reason import read_acceptance

_ADDRESS = f"{PATH}/{{id:record}}/accepted/{{code}}"

router = APIRouter(tags=["quality"], route_class=DirectRoute)


@router.put(_ADDRESS, **operation("accept_issue"))
async def accept_issue(request: Request, id: str, code: str) -> Response:
    """Declare a quality issue of a project to be as it should, and say why."""
    intent = begin_write(request)
    sent = await read_body(request, JSON)
    reason = read_acceptance(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        project = require_asked(session, id)
        check_conditions(session, intent, project)
        written = acceptance.accept_issue(session, project, code, reason, edit)
        return shown_record(request, session, edit, written)

    return await perform(request, intent, work, sent.content)


@router.delete(_ADDRESS, **operation("withdraw_acceptance"))
async def withdraw_acceptance(request: Request, id: str, code: str) -> Response:
    """Have an accepted quality issue of a project count again."""
    intent = begin_write(request)

    def work(session: Session, edit: Edit) -> Effect:
        project = require_asked(session, id)
        check_conditions(session, intent, project)
        written = acceptance.withdraw_acceptance(session, project, code, edit)
        return shown_record(request, session, edit, written)

    return await perform(request, intent, work)
