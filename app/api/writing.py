"""Making, changing, deleting and putting back one project."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api.body import JSON, MERGE_PATCH, read_body
from app.api.contract.operations import operation
from app.api.effects import Effect, perform
from app.api.routing import DirectRoute
from app.api.written import (
    PATH,
    begin_write,
    check_conditions,
    find_asked,
    held_state,
    require_asked,
    shown_record,
)
from app.json_text import read_json
from app.store import editing
from app.store.editing import Edit
from app.store.versions import find_revertible, known_key
from app.writing.given import read_given
from app.writing.reversion import read_version

router = APIRouter(tags=["projects"], route_class=DirectRoute)


@router.post(PATH, **operation("create_project"))
async def create_project(request: Request) -> Response:
    """Make a project; its number, or name, owner and start date, make its id."""
    intent = begin_write(request)
    sent = await read_body(request, JSON)
    given = read_given(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        check_conditions(session, intent, None, given)
        return shown_record(request, session, edit, editing.create_project(session, given, edit))

    return await perform(request, intent, work, sent.content)


@router.put(f"{PATH}/{{id:record}}", **operation("replace_project"))
async def replace_project(request: Request, id: str) -> Response:
    """Put a whole project in place of the one that is there, or make it."""
    intent = begin_write(request)
    sent = await read_body(request, JSON)
    given = read_given(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        project = find_asked(session, id)
        check_conditions(session, intent, project, given)
        if project is None:
            written = editing.create_project(session, given, edit, asked=id)
        else:
            blind = edit.hides_contacts or intent.preconditions.is_blind(
                held_state(session, project)
            )
            unseen = editing.hidden_fields(project) if blind else frozenset()
            written = editing.change_project(
                session, project, given, edit, whole=True, unseen=unseen
            )
        return shown_record(request, session, edit, written)

    return await perform(request, intent, work, sent.content)


@router.patch(f"{PATH}/{{id:record}}", **operation("change_project"))
async def change_project(request: Request, id: str) -> Response:
    """Change single fields of a project (JSON Merge Patch, RFC 7396); null takes a value away."""
    intent = begin_write(request)
    sent = await read_body(request, MERGE_PATCH, JSON)
    given = read_given(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        project = require_asked(session, id)
        check_conditions(session, intent, project, given)
        written = editing.change_project(session, project, given, edit, whole=False)
        return shown_record(request, session, edit, written)

    return await perform(request, intent, work, sent.content)


@router.delete(f"{PATH}/{{id:record}}", **operation("delete_project"))
async def delete_project(request: Request, id: str) -> Response:
    """Delete a project; its history stays, and imports do not bring it back."""
    intent = begin_write(request)

    def work(session: Session, edit: Edit) -> Effect:
        project = require_asked(session, id)
        check_conditions(session, intent, project)
        editing.delete_project(session, project, edit)
        return Effect(204)

    return await perform(request, intent, work)


@router.post(f"{PATH}/{{id:record}}/revert", **operation("revert_project"))
async def revert_project(request: Request, id: str) -> Response:
    """Put a project back to one of its versions; a deleted one comes back."""
    intent = begin_write(request)
    sent = await read_body(request, JSON)
    asked = read_version(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        project = find_asked(session, id)
        key = project.id if project else known_key(session, id)
        version = find_revertible(session, key, asked)
        check_conditions(session, intent, project)
        written = editing.revert_project(session, key, project, version, edit)
        return shown_record(request, session, edit, written)

    return await perform(request, intent, work, sent.content)
