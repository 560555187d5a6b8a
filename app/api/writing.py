"""Making, changing, deleting and putting back one project."""

from fastapi import APIRouter
from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import Response

from app.api.body import JSON, MERGE_PATCH, read_body
from app.api.caching import record_stamp, record_tag
from app.api.contract.operations import NOTHING, operation
from app.api.effects import Effect, perform
from app.api.intent import Intent, read_intent
from app.api.preconditions import Held
from app.api.routing import DirectRoute
from app.api.service import link
from app.domain.fields import FIELDS
from app.errors import ProjectNotFound
from app.faults import shortened
from app.models import Dataset, Project
from app.query.compile import compile_record
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store import editing
from app.store.editing import Edit, Written
from app.store.reads import REDACTION
from app.store.versions import find_revertible, known_key
from app.writing.given import Given, read_given
from app.writing.json_text import read_json
from app.writing.reversion import read_version

PATH = "/v1/projects"
_ALL = tuple(field.name for field in FIELDS)

router = APIRouter(tags=["projects"], route_class=DirectRoute)


@router.post(PATH, **operation("create_project"))
async def create_project(request: Request) -> Response:
    """Make a project; its number, or name, owner and start date, make its id."""
    intent = _begin(request)
    sent = await read_body(request, JSON)
    given = read_given(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        _check(session, intent, None, given)
        return _shown(request, session, edit, editing.create_project(session, given, edit))

    return await perform(request, intent, work, sent.content)


@router.put(f"{PATH}/{{id:record}}", **operation("replace_project"))
async def replace_project(request: Request, id: str) -> Response:
    """Put a whole project in place of the one that is there, or make it."""
    intent = _begin(request)
    sent = await read_body(request, JSON)
    given = read_given(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        project = _find(session, id)
        _check(session, intent, project, given)
        if project is None:
            written = editing.create_project(session, given, edit, asked=id)
        else:
            blind = edit.hides_contacts or intent.preconditions.is_blind(_held(session, project))
            unseen = editing.hidden_fields(project) if blind else frozenset()
            written = editing.change_project(
                session, project, given, edit, whole=True, unseen=unseen
            )
        return _shown(request, session, edit, written)

    return await perform(request, intent, work, sent.content)


@router.patch(f"{PATH}/{{id:record}}", **operation("change_project"))
async def change_project(request: Request, id: str) -> Response:
    """Change single fields of a project (JSON Merge Patch, RFC 7396); null takes a value away."""
    intent = _begin(request)
    sent = await read_body(request, MERGE_PATCH, JSON)
    given = read_given(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        project = _require(session, id)
        _check(session, intent, project, given)
        written = editing.change_project(session, project, given, edit, whole=False)
        return _shown(request, session, edit, written)

    return await perform(request, intent, work, sent.content)


@router.delete(f"{PATH}/{{id:record}}", **operation("delete_project"))
async def delete_project(request: Request, id: str) -> Response:
    """Delete a project; its history stays, and imports do not bring it back."""
    intent = _begin(request)

    def work(session: Session, edit: Edit) -> Effect:
        project = _require(session, id)
        _check(session, intent, project)
        editing.delete_project(session, project, edit)
        return Effect(204)

    return await perform(request, intent, work)


@router.post(f"{PATH}/{{id:record}}/revert", **operation("revert_project"))
async def revert_project(request: Request, id: str) -> Response:
    """Put a project back to one of its versions; a deleted one comes back."""
    intent = _begin(request)
    sent = await read_body(request, JSON)
    asked = read_version(read_json(sent.content))

    def work(session: Session, edit: Edit) -> Effect:
        project = _find(session, id)
        key = project.id if project else known_key(session, id)
        version = find_revertible(session, key, asked)
        _check(session, intent, project)
        written = editing.revert_project(session, key, project, version, edit)
        return _shown(request, session, edit, written)

    return await perform(request, intent, work, sent.content)


def _begin(request: Request) -> Intent:
    intent = read_intent(request)
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    return intent


def _find(session: Session, asked: str) -> Project | None:
    return editing.find_project(session, asked) if "\0" not in asked else None


def _require(session: Session, asked: str) -> Project:
    project = _find(session, asked)
    if project is None:
        raise ProjectNotFound(f"No project has the id or number “{shortened(asked)}”.")
    return project


def _epoch(session: Session) -> str:
    return session.exec(select(Dataset.epoch)).one()


def _check(
    session: Session, intent: Intent, project: Project | None, given: Given | None = None
) -> None:
    """Holds the conditions against the record; a body that is refused in any case comes first
    (RFC 9110, 13.2.1)."""
    if given is not None and given.faults:
        return
    intent.preconditions.check(_held(session, project) if project else None)


def _held(session: Session, project: Project) -> Held:
    return Held(_epoch(session), project.id, project.version)


def _shown(request: Request, session: Session, edit: Edit, written: Written) -> Effect:
    """The record as it is now, seen from inside the transaction, as GET shows it."""
    personal = not edit.hides_contacts
    statement = compile_record(PROJECTS, written.id, _ALL, today=edit.today, personal=personal)
    rows = session.connection().exec_driver_sql(statement.sql, statement.parameters)
    body: bytes = rows.scalar_one()
    project = _require(session, written.id)
    stamp = record_stamp(_epoch(session), project.id, project.version)
    seen = project.last_seen_at.strftime("%Y-%m-%d %H:%M:%S.%f")
    address = link(request, f"{PATH}/{written.id}")
    redaction = session.connection().exec_driver_sql(REDACTION).scalar_one()
    headers = {"ETag": record_tag(stamp, seen, redaction, edit.today, _ALL, personal=personal)}
    created = written.outcome == "created"
    headers["Location" if created else "Content-Location"] = address
    return Effect(201 if created else 200, body.decode(), headers)
