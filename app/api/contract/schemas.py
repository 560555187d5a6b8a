"""JSON Schemas (2020-12) of every answer, made from the field tables."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from app.domain.fields import FIELDS, Field, Kind
from app.domain.organisations import ORGANISATION_FIELDS

Schema = dict[str, Any]

_TYPES: Mapping[Kind, Schema] = MappingProxyType(
    {
        Kind.KEY: {"type": "string"},
        Kind.TEXT: {"type": "string"},
        Kind.CODE: {"type": "string"},
        Kind.LIST: {"type": "array", "items": {"type": "string"}},
        Kind.INTEGER: {"type": "integer"},
        Kind.MONEY: {"type": "number", "multipleOf": 0.01},
        Kind.PERCENT: {"type": "number", "minimum": 0, "maximum": 100},
        Kind.DATE: {"type": "string", "format": "date"},
        Kind.TIME: {"type": "string", "format": "date-time"},
        Kind.BOOLEAN: {"type": "boolean"},
    }
)
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}


def nullable(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def object_of(
    properties: Mapping[str, Schema], required: Iterable[str] | None = None
) -> Schema:  # by default every property is always there
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }


def literal_of(field: Field) -> Schema:
    """One value of a field; money without `multipleOf`, which floats cannot keep."""
    plain = {key: value for key, value in _TYPES[field.kind].items() if key != "multipleOf"}
    return plain if field.kind is not Kind.LIST else {"type": "string"}


def field_schema(field: Field) -> Schema:
    """A field of an answer, with its meaning and unit."""
    schema = {key: value for key, value in _TYPES[field.kind].items() if key != "multipleOf"}
    text = " ".join(filter(None, (field.definition, field.caveat)))
    unit = f" ({field.unit})" if field.unit else ""
    described = {"title": field.label_en, "description": f"{text}{unit}", **schema}
    return nullable(described) if field.flags.nullable else described


def _record(fields: Iterable[Field]) -> Schema:
    """A row: `fields` picks columns, so that only the id is always there."""
    return object_of({field.name: field_schema(field) for field in fields}, required=("id",))


def _page(row: str) -> Schema:
    return object_of(
        {
            "data": {"type": "array", "items": {"$ref": f"#/components/schemas/{row}"}},
            "total": {**nullable(_COUNT), "description": "Exact; null with count=none."},
            "not_stated": {
                "type": "object",
                "additionalProperties": _COUNT,
                "description": "Records that a range filter dropped for a missing value.",
            },
            "limit": _COUNT,
            "next_cursor": {**nullable(_TEXT), "description": "Null at the end."},
            "next": {**nullable(_TEXT), "description": "Address of the next page."},
            "dataset_version": _COUNT,
            "dataset_updated_at": {"type": "string", "format": "date-time"},
            "query": {**_TEXT, "description": "The question as it was understood."},
            "notes": {"type": "array", "items": _TEXT},
        }
    )


_CODE = object_of(
    {
        "field": {**_TEXT, "description": "The record's field that holds such codes."},
        "value": {**_TEXT, "description": "What to filter by: the code, or period:code."},
        "code": _TEXT,
        "programme_period": nullable(_TEXT),
        "parent": nullable(_TEXT),
        "label": {**nullable(_TEXT), "description": "Swedish."},
        "label_en": nullable(_TEXT),
        "confirmed": {"type": "boolean", "description": "Whether a source confirms the label."},
        "note": nullable(_TEXT),
        "spellings": {"type": "array", "items": _TEXT},
        "project_count": _COUNT,
    }
)

_DOCUMENT = object_of(
    {
        "name": _TEXT,
        "sha256": _TEXT,
        "layout": _TEXT,
        "reader_version": _COUNT,
        "read_at": {"type": "string", "format": "date-time"},
        "dated": nullable({"type": "string", "format": "date"}),
    }
)

_STATEMENT = object_of(
    {
        "value": {"description": "As in the record."},
        "origin": {"type": "string", "enum": ["stated", "derived"]},
        "label": {**nullable(_TEXT), "description": "The label as printed."},
        "raw": {**nullable(_TEXT), "description": "The text as printed on the line."},
        "line": {**nullable(_COUNT), "description": "Line of the document, from 1."},
        "last_line": nullable(_COUNT),
        "issues": {"type": "array", "items": _TEXT},
        "rule": {**nullable(_TEXT), "description": "How a derived value was worked out."},
        "document": {"anyOf": [_DOCUMENT, {"type": "null"}]},
    }
)

_PROVENANCE = object_of(
    {
        "id": _TEXT,
        "version": _COUNT,
        "fields": {"type": "object", "additionalProperties": _STATEMENT},
        "unknown_labels": {
            "type": "array",
            "items": object_of(
                {
                    "label": nullable(_TEXT),
                    "raw": nullable(_TEXT),
                    "line": _COUNT,
                    "document": _TEXT,
                }
            ),
        },
    }
)

_PROBLEM = object_of(
    {
        "type": {**_TEXT, "description": "Address of the explanation."},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": _TEXT,
        "code": _TEXT,
        "request_id": nullable(_TEXT),
        "errors": {
            "type": "array",
            "items": object_of(
                {
                    "in": _TEXT,
                    "parameter": _TEXT,
                    "code": _TEXT,
                    "detail": _TEXT,
                    "hint": nullable(_TEXT),
                    "allowed": {"type": ["array", "null"], "items": _TEXT},
                }
            ),
        },
    }
)

_PROBLEM_TYPE = object_of(
    {"code": _TEXT, "title": _TEXT, "meaning": _TEXT, "status": {"type": "integer"}}
)
_HEALTH = object_of({"status": {"type": "string", "enum": ["alive", "ready"]}})


def schemas() -> dict[str, Schema]:
    """Every schema by the name that operations refer to."""
    return {
        "Project": _record(FIELDS),
        "ProjectPage": _page("Project"),
        "Organisation": _record(ORGANISATION_FIELDS),
        "OrganisationPage": _page("Organisation"),
        "Code": _CODE,
        "CodePage": _page("Code"),
        "Provenance": _PROVENANCE,
        "Schema": {"type": "object", "additionalProperties": True},
        "Health": _HEALTH,
        "Problem": _PROBLEM,
        "ProblemType": _PROBLEM_TYPE,
    }
