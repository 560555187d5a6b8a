"""Laws of the records: comparison keys, owners, and the provenance of each value."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.database import Reader
from app.domain.collation import fold
from app.domain.representation import to_json
from app.domain.swedish import is_personal_number
from app.models import ProjectState
from app.store.columns import KEYED, STORED, key_of
from app.store.evidence import load
from app.store.integrity.pages import read_table

_COLUMNS = tuple(ProjectState.model_fields)
_UNSTATED = frozenset(
    {"id", "owner_id", "quality_issues", "version", "created_at", "updated_at", "last_seen_at"}
)
"""Fields that nothing states: the service gives them."""
_STATED = tuple(field for field in STORED if field.name not in _UNSTATED)


def find_wrong_keys(reader: Reader) -> Iterator[str]:
    """Columns that are worked out from others and are not what those make."""
    for row in _states(reader):
        wrong = [
            field.name
            for field in KEYED
            if row[f"{field.name}_key"] != key_of(field, row[field.name])
        ]
        number = row["owner_organisation_number"]
        if number and is_personal_number(number):
            wrong.append("owner_organisation_number")
        if wrong:
            yield f"{row['id']} version {row['version']}: {', '.join(wrong)}"


def find_ownerless(reader: Reader) -> Iterator[str]:
    """Records whose owner is no organisation that stands for itself, or lacks their spelling."""
    into: dict[str, str | None] = dict(reader.rows("SELECT id, merged_into FROM organisation"))
    spellings = {
        (_standing(into, owner), folded)
        for owner, folded in reader.rows("SELECT organisation_id, folded FROM spelling")
    }
    for key, owner_id, owner in reader.rows("SELECT id, owner_id, owner FROM project"):
        if owner_id not in into or into[owner_id] is not None:
            yield f"{key}: {owner_id} answers for no project"
        elif (owner_id, fold(owner)) not in spellings:
            yield f"{key}: {owner_id} is not known by the owner's spelling"


def find_unproven(reader: Reader) -> Iterator[str]:
    """Versions whose provenance cannot be read or tells other values than their state holds."""
    for row in _states(reader):
        rows = reader.rows(
            "SELECT provenance FROM project_version WHERE project_id = ? AND version = ?",
            (row["id"], row["version"]),
        )
        if rows:
            wrong = _unproven(row, rows[0][0])
            if wrong:
                yield f"{row['id']} version {row['version']}: {wrong}"


def _unproven(row: Mapping[str, Any], provenance: str) -> str:
    try:
        evidence = load(provenance)
        issues = set(json.loads(row["quality_issues"]))
    except (ValueError, KeyError, TypeError) as error:
        return f"cannot be read ({type(error).__name__})"
    statements = evidence.statements
    held = {**row, "owner_organisation_number": _number(row)}
    wrong = [
        field.name
        for field in _STATED
        if to_json(field, held[field.name])
        != to_json(field, statements[field.name].value if field.name in statements else None)
    ]
    shown = sorted(evidence.accepted.keys() & issues)
    return ", ".join([*wrong, *(f"{code} is shown and accepted" for code in shown)])


def _number(row: Mapping[str, Any]) -> str | None:
    number = row["owner_organisation_number"] or row["owner_personal_number"]
    return str(number) if number else None


def _states(reader: Reader) -> Iterator[Mapping[str, Any]]:
    """Every state of every record, present ones first."""
    for table in ("project", "past_project"):
        for values in read_table(reader, table, _COLUMNS):
            yield dict(zip(_COLUMNS, values, strict=True))


def _standing(into: Mapping[str, str | None], owner: str) -> str:
    """Whom an organisation was merged into, at last."""
    seen = {owner}
    while (heir := into.get(owner)) and heir not in seen:
        seen.add(heir)
        owner = heir
    return owner
