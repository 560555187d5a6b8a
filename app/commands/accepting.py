"""`projektbank accept`: a person's word that a quality issue of a record is as it should be."""

import typer

from app.database import Database
from app.domain.provenance import Author
from app.domain.record import today
from app.errors import ProjectNotFound
from app.faults import ValueRefused, shortened
from app.store.acceptance import accept_issue, withdraw_acceptance
from app.store.editing import Edit, find_project
from app.store.history import moment
from app.writing.reason import read_reason

_AUTHOR = "command line"
"""Who did it, as the history tells it."""


def accept(database: Database, key: str, code: str, reason: str | None, *, undo: bool) -> None:
    """Accepts an issue, or takes that back, and prints what became of it; raises a usage error,
    `ProjectNotFound`, `IssueNotShown`, `AcceptanceNotFound`."""
    why = _read(reason) if reason is not None else None
    if why is None and not undo:
        raise typer.BadParameter("say why: --reason", param_hint="'--reason'")
    with database.write() as session:
        edit = Edit(Author(_AUTHOR, why), moment(session), today())
        project = find_project(session, key) if "\0" not in key else None
        if project is None:
            raise ProjectNotFound(f"No project has the id or number “{shortened(key)}”.")
        if undo:
            written = withdraw_acceptance(session, project, code, edit)
        else:
            written = accept_issue(session, project, code, why or "", edit)
    told = "counts again" if undo else "is accepted"
    change = "unchanged, still" if written.outcome == "unchanged" else "now"
    typer.echo(f"{written.id}: {code} {told}; {change} version {written.version}")


def _read(reason: str) -> str:
    try:
        return read_reason(reason)
    except ValueRefused as refused:
        raise typer.BadParameter(refused.detail, param_hint="'--reason'") from refused
