"""A record as the columns of its row: comparison keys, JSON lists, a person's number set apart."""

import json
from datetime import date, datetime
from typing import Any

from app.domain.collation import search_key, sort_key
from app.domain.fields import FIELDS, Field, Kind
from app.domain.record import Record, Value
from app.domain.swedish import is_personal_number
from app.models import ProjectState

STORED = tuple(field for field in FIELDS if field.name != "status")
"""Status has no column: it follows from the day."""
KEYED = tuple(field for field in STORED if field.kind is Kind.TEXT and not field.flags.personal)


def to_columns(record: Record) -> dict[str, Any]:
    """Column → value for every field that the record names."""
    columns: dict[str, Any] = {
        field.name: _to_column(record[field.name]) for field in STORED if field.name in record
    }
    number = columns.get("owner_organisation_number")
    if number and is_personal_number(number):
        columns |= {"owner_organisation_number": None, "owner_personal_number": number}
    elif "owner_organisation_number" in columns:
        columns["owner_personal_number"] = None
    for field in KEYED:
        if field.name in columns:
            columns[f"{field.name}_key"] = key_of(field, columns[field.name])
    return columns


def from_row(project: ProjectState) -> dict[str, Value]:
    """The record that a row holds, `status` left out."""
    record: dict[str, Value] = {}
    for field in STORED:
        value = getattr(project, field.name)
        record[field.name] = tuple(json.loads(value)) if field.kind is Kind.LIST else value
    record["owner_organisation_number"] = (
        project.owner_organisation_number or project.owner_personal_number
    )
    return record


def key_of(field: Field, text: str | None) -> str | None:
    """The stored comparison key of a text."""
    if text is None:
        return None
    return search_key(text) if field.flags.long else sort_key(text)


def _to_column(value: Value) -> str | int | date | datetime | None:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value
