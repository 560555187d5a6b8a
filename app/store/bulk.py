"""Many records in one transaction, a savepoint each: a refused row leaves nothing behind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, get_args

from sqlmodel import Session

from app.domain.fields import PERSONAL_FIELDS
from app.errors import ProjectNotFound, ProjektbankError
from app.faults import Fault, Rejected, shortened
from app.json_text import member
from app.models import Project
from app.store.editing import (
    Edit,
    Outcome,
    Written,
    change_project,
    create_project,
    delete_project,
    find_project,
    hidden_fields,
)
from app.store.records import key_of
from app.writing.given import Given
from app.writing.options import Mode

MAX_TOLD = 1_000
"""Faults beyond which a report is cut short."""
RowStatus = Outcome | Literal["failed", "undone"]
STATUSES: tuple[RowStatus, ...] = (*get_args(Outcome), "failed", "undone")


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row, in the order of the body."""

    index: int
    id: str | None
    status: RowStatus
    version: int | None = None
    changed: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def write_rows(session: Session, mode: Mode, rows: Iterable[Given], edit: Edit) -> list[RowResult]:
    """Writes every row that can be written; where very much is wrong, of each further row only the
    first fault is told."""
    results: list[RowResult] = []
    told = 0
    for index, row in enumerate(rows):
        result = _write_row(session, mode, index, row, edit)
        if told >= MAX_TOLD:
            result = replace(result, faults=result.faults[:1])
        told += len(result.faults)
        results.append(result)
    return results


def undone(results: Iterable[RowResult]) -> list[RowResult]:
    """The results where all or nothing was asked and something failed."""
    return [
        one
        if one.status == "failed"
        else RowResult(one.index, one.id, "undone", changed=one.changed)
        for one in results
    ]


def _write_row(session: Session, mode: Mode, index: int, row: Given, edit: Edit) -> RowResult:
    named = row.values.get("id") or row.values.get("number")
    key = str(named) if named is not None else None
    try:
        row.require_sound()
        with session.begin_nested():
            written = _WRITERS[mode](session, row, key, edit)
    except Rejected as error:
        return RowResult(index, key, "failed", faults=error.faults)
    except ProjektbankError as error:
        fault = Fault(row.pointer, error.code, str(error), place="body")
        return RowResult(index, key, "failed", faults=(fault,))
    return RowResult(index, written.id, written.outcome, written.version, written.changed)


def _create(session: Session, row: Given, _: str | None, edit: Edit) -> Written:
    return create_project(session, row, edit)


def _upsert(session: Session, row: Given, key: str | None, edit: Edit) -> Written:
    key = key or _made_key(row)
    project = find_project(session, key) if key else None
    if project is None:
        return create_project(session, row, edit)
    return _change(session, project, row, edit)


def _made_key(row: Given) -> str | None:
    """The id of a record without number, where the row says enough."""
    named = row.values.get("name") is not None and row.values.get("owner") is not None
    return key_of(row.values) if named else None


def _update(session: Session, row: Given, key: str | None, edit: Edit) -> Written:
    return _change(session, _require(session, row, key), row, edit)


def _change(session: Session, project: Project, row: Given, edit: Edit) -> Written:
    """What the row names. It may come from a list, which does not show a natural person's number:
    null keeps that."""
    named = _held_against(project, row)
    unseen = hidden_fields(project)
    if not edit.hides_contacts:
        unseen -= {*PERSONAL_FIELDS}
    return change_project(session, project, named, edit, whole=False, unseen=unseen)


def _held_against(project: Project, row: Given) -> Given:
    """The row without its version, which must be the present one, and by id where it names its
    record by number."""
    values = dict(row.values)
    version = values.pop("version", None)
    if version not in (None, project.version):
        row.fault("version", "conflict", f"The record has the version {project.version} by now.")
    if values.get("id") == project.number:
        values["id"] = project.id
    return replace(row, values=values)


def _delete(session: Session, row: Given, key: str | None, edit: Edit) -> Written:
    project = _require(session, row, key)
    for name, value in _held_against(project, row).values.items():
        if name not in ("id", "number", "version"):
            row.fault(name, "conflict", "A row to delete names its record only.")
        elif value is not None and value != getattr(project, name):
            row.fault(name, "conflict", f"The record has {getattr(project, name)}.")
    row.require_sound()
    return delete_project(session, project, edit)


def _require(session: Session, row: Given, key: str | None) -> Project:
    if key is None:
        where = member(row.pointer, "id")
        raise Rejected([Fault(where, "required", "A row names its record by id.", place="body")])
    project = find_project(session, key)
    if project is None:
        raise ProjectNotFound(f"No project has the id or number “{shortened(key)}”.")
    return project


_WRITERS: Mapping[Mode, Callable[[Session, Given, str | None, Edit], Written]] = MappingProxyType(
    {"create": _create, "upsert": _upsert, "update": _update, "delete": _delete}
)
