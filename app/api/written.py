"""What the writes of one project share: whom they are about, under which conditions, and the record
as they answer it."""

from sqlmodel import Session, select
from starlette.requests import Request

from app.api.caching import record_stamp, record_tag
from app.api.contract.operations import NOTHING
from app.api.effects import Effect
from app.api.intent import Intent, read_intent
from app.api.preconditions import Held
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
from app.store.reads import STATE_BY_ID, RecordState
from app.writing.given import Given

PATH = "/v1/projects"
_ALL = tuple(field.name for field in FIELDS)


def begin_write(request: Request) -> Intent:
    """Who writes, why and under which conditions; an address of a write takes no parameters."""
    intent = read_intent(request)
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    return intent


def find_asked(session: Session, asked: str) -> Project | None:
    """The record of this id or printed number, where there is one."""
    return editing.find_project(session, asked) if "\0" not in asked else None


def require_asked(session: Session, asked: str) -> Project:
    """The record of this id or printed number; raises `ProjectNotFound`."""
    project = find_asked(session, asked)
    if project is None:
        raise ProjectNotFound(f"No project has the id or number “{shortened(asked)}”.")
    return project


def check_conditions(
    session: Session, intent: Intent, project: Project | None, given: Given | None = None
) -> None:
    """Holds the conditions against the record; a body that is refused in any case comes first
    (RFC 9110, 13.2.1)."""
    if given is not None and given.faults:
        return
    intent.preconditions.check(held_state(session, project) if project else None)


def held_state(session: Session, project: Project) -> Held:
    """The record as conditions are held against it."""
    return Held(_epoch(session), project.id, project.version)


def shown_record(request: Request, session: Session, edit: Edit, written: Written) -> Effect:
    """The record as it is now, seen from inside the transaction, as GET shows it."""
    personal = not edit.hides_contacts
    statement = compile_record(PROJECTS, written.id, _ALL, today=edit.today, personal=personal)
    connection = session.connection()
    body: bytes = connection.exec_driver_sql(statement.sql, statement.parameters).scalar_one()
    state = RecordState(*connection.exec_driver_sql(STATE_BY_ID, (written.id,)).one())
    stamp = record_stamp(_epoch(session), state.id, state.version)
    shown = (state.last_seen_at, state.redaction, edit.today, None)
    headers = {"ETag": record_tag(stamp, *shown, personal=personal)}
    address = link(request, f"{PATH}/{written.id}")
    created = written.outcome == "created"
    headers["Location" if created else "Content-Location"] = address
    return Effect(201 if created else 200, body.decode(), headers)


def _epoch(session: Session) -> str:
    return session.exec(select(Dataset.epoch)).one()
