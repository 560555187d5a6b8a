"""A record as the columns of its row: comparison keys, JSON lists, a person's number set apart."""

import json
from collections.abc import Callable
from typing import Any

from pydantic_core import to_json

from app.domain.collation import search_key, sort_key
from app.domain.fields import FIELDS, Field, Kind
from app.domain.record import Record, Value
from app.domain.swedish import is_personal_number
from app.models import ProjectState

STORED = tuple(field for field in FIELDS if field.name != "status")
"""Status has no column: it follows from the day."""
KEYED = tuple(field for field in STORED if field.kind is Kind.TEXT and not field.flags.personal)
_LISTS = tuple(field.name for field in STORED if field.kind is Kind.LIST)


def _key_maker(field: Field) -> Callable[[str], str]:
    return search_key if field.flags.long else sort_key


_KEYS = tuple((field.name, f"{field.name}_key", _key_maker(field)) for field in KEYED)
_NUMBER, _PERSONS_NUMBER = "owner_organisation_number", "owner_personal_number"


def to_columns(record: Record) -> dict[str, Any]:
    """Column → value for every field that the record names."""
    columns: dict[str, Any] = dict(record)
    columns.pop("status", None)
    for name in _LISTS:
        if name in columns:
            columns[name] = to_json(columns[name]).decode()
    if _NUMBER in columns:
        number = columns[_NUMBER]
        is_personal = bool(number) and is_personal_number(number)
        columns[_PERSONS_NUMBER] = number if is_personal else None
        columns[_NUMBER] = None if is_personal else number
    for name, key, make_key in _KEYS:
        if name in columns:
            text = columns[name]
            columns[key] = None if text is None else make_key(text)
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
    return None if text is None else _key_maker(field)(text)
