"""JSON Schemas (2020-12) to build with: objects, fields, records, pages."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from app.domain.fields import Field, Kind

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
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}


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


def record_of(fields: Iterable[Field]) -> Schema:
    """A row: `fields` picks columns, so that only the id is always there."""
    return object_of({field.name: field_schema(field) for field in fields}, required=("id",))


def page_of(row: str) -> Schema:
    return object_of(
        {
            "data": list_of(row),
            "total": {**nullable(COUNT), "description": "Exact; null with count=none."},
            "not_stated": {
                "type": "object",
                "additionalProperties": COUNT,
                "description": "Records that a range filter dropped for a missing value.",
            },
            "limit": COUNT,
            "next_cursor": {**nullable(TEXT), "description": "Null at the end."},
            "next": {**nullable(TEXT), "description": "Address of the next page."},
            "dataset_version": COUNT,
            "dataset_updated_at": {
                **nullable({"type": "string", "format": "date-time"}),
                "description": "Null as of a moment before the first change.",
            },
            "query": {**TEXT, "description": "The question as it was understood."},
            "notes": {"type": "array", "items": TEXT},
        }
    )


def list_of(row: str) -> Schema:
    """All rows, in no envelope."""
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{row}"}}
