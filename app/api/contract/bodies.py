"""JSON Schemas of what writers send, and of what a bulk write answers."""

from collections.abc import Iterable

from app.api.contract.shapes import COUNT, TEXT, Schema, field_schema, nullable, object_of
from app.domain.fields import FIELDS, Field, Kind
from app.store.bulk import STATUSES
from app.writing.given import WRITABLE
from app.writing.options import MODES


def _written_record(required: Iterable[str] = ()) -> Schema:
    """A record as a writer may send it: every field is known, computed ones as they stand."""
    return object_of({field.name: _written(field) for field in FIELDS}, required)


def _written(field: Field) -> Schema:
    """A field of a body, with the limits that a schema can tell."""
    schema = field_schema(field)
    if field.kind in (Kind.MONEY, Kind.INTEGER):
        schema["minimum"] = 0
    if field.kind in (Kind.TEXT, Kind.CODE, Kind.KEY):
        schema["minLength"] = 1
    if field.flags.computed:
        schema["description"] += " Computed: taken only as it stands."
    return nullable(schema) if field.flags.computed and "null" not in schema["type"] else schema


FAULT: Schema = object_of(
    {
        "in": {"type": "string", "enum": ["query", "header", "body"]},
        "parameter": {**TEXT, "description": "Of the query, or a header."},
        "pointer": {**TEXT, "description": "JSON pointer (RFC 6901) into the body."},
        "code": TEXT,
        "detail": TEXT,
        "hint": nullable(TEXT),
        "allowed": {"type": ["array", "null"], "items": TEXT},
    },
    required=("in", "code", "detail", "hint", "allowed"),
)
_BULK_ROW = object_of(
    {
        "index": {**COUNT, "description": "Place of the row in the body, from 0."},
        "id": nullable(TEXT),
        "status": {"type": "string", "enum": list(STATUSES)},
        "version": nullable(COUNT),
        "changed_fields": {"type": "array", "items": TEXT},
        "errors": {"type": "array", "items": FAULT},
    }
)
_BULK_ROWS: Schema = {
    "type": "array",
    "items": {"description": "An object of fields; what is wrong stands in the row's result."},
    "minItems": 1,
}
_BULK_REPORT = object_of(
    {
        "mode": {"type": "string", "enum": list(MODES)},
        "atomic": {"type": "boolean"},
        "dry_run": {"type": "boolean"},
        "counts": object_of(dict.fromkeys(STATUSES, COUNT)),
        "data": {"type": "array", "items": _BULK_ROW},
        "dataset_version": {**nullable(COUNT), "description": "Null in a dry run."},
    }
)


def bodies() -> dict[str, Schema]:
    """Every schema of writing by the name that operations refer to."""
    return {
        "NewProject": _written_record(("name", "owner", "region")),
        "WholeProject": _written_record(WRITABLE),
        "ProjectChanges": _written_record(),
        "BulkRows": _BULK_ROWS,
        "BulkReport": _BULK_REPORT,
        "Reversion": object_of({"version": {"type": "integer", "minimum": 1}}),
    }
