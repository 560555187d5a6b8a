"""The JSON Schemas of imports, quarantine and documents."""

from app.api.contract.shapes import COUNT, TEXT, Schema, nullable, object_of, page_of
from app.importer.report import OUTCOMES
from app.store.jobs import STATES

_TIME: Schema = {"type": "string", "format": "date-time"}
_DATE: Schema = {"type": "string", "format": "date"}
_COUNTS = object_of(dict.fromkeys(OUTCOMES, COUNT))
_CODE: Schema = {**nullable(TEXT), "description": "Null where only rows of it were refused."}
_DETAIL: Schema = {**nullable(TEXT), "description": "Null where contact data is hidden."}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}

_OPTIONS = object_of(
    {
        "dry_run": {"type": "boolean"},
        "dated": nullable(_DATE),
        "on_conflict": {"type": "string", "enum": ["report", "keep", "replace"]},
        "undelete": {"type": "boolean"},
        "mapping": {"type": "boolean", "description": "Whether a mapping was sent."},
    }
)
_IMPORT = object_of(
    {
        "id": {"type": "integer", "minimum": 1},
        "state": {"type": "string", "enum": list(STATES)},
        "created_at": _TIME,
        "started_at": nullable(_TIME),
        "ended_at": nullable(_TIME),
        "by": {**nullable(TEXT), "description": "Whose key; to admin keys only."},
        "options": _OPTIONS,
        "total": {**nullable(COUNT), "description": "Documents; null until they are counted."},
        "done": {**COUNT, "description": "Documents that are reported."},
        "rows": {**COUNT, "description": "Rows of the list that is being read."},
        "counts": _COUNTS,
        "rate": {"type": ["number", "null"], "description": "Documents a second."},
        "seconds_left": nullable(COUNT),
        "detail": {**nullable(TEXT), "description": "Why it failed."},
    }
)
_DIFFERENCE = object_of(
    {
        "from": {"description": "The value that is there; null where there is none."},
        "to": {"description": "The value that would be there."},
        "hidden": {
            "type": "boolean",
            "description": "Whether both are null because the caller may not see contact data.",
        },
    }
)
_IMPORTED = object_of(
    {
        "document": TEXT,
        "outcome": {"type": "string", "enum": list(OUTCOMES)},
        "id": {**nullable(TEXT), "description": "Of the project."},
        "reason": {**nullable(TEXT), "description": "Begins with a code."},
        "warnings": {"type": "array", "items": TEXT, "description": "Quality issues."},
        "matched_by": nullable(TEXT),
        "changes": {
            "type": "object",
            "additionalProperties": _DIFFERENCE,
            "description": "Field by field, of a dry run.",
        },
        "rows": {"anyOf": [_COUNTS, {"type": "null"}], "description": "Of a list, by outcome."},
        "rejects": {
            "type": "array",
            "items": object_of({"row": COUNT, "code": TEXT, "detail": _DETAIL}),
            "description": "The first rows of a list that were not taken in as they stand.",
        },
        "changed": {
            "type": "array",
            "items": object_of(
                {
                    "row": COUNT,
                    "outcome": {"type": "string", "enum": list(OUTCOMES)},
                    "id": nullable(TEXT),
                    "changes": {"type": "object", "additionalProperties": _DIFFERENCE},
                }
            ),
            "description": "The first rows of a list that change something, of a dry run.",
        },
    }
)
_REFUSED = {
    "sha256": _SHA256,
    "name": TEXT,
    "url": nullable(TEXT),
    "size": {**COUNT, "description": "Bytes."},
    "kept": {"type": "boolean", "description": "Whether more than name, size and hash is kept."},
    "code": _CODE,
    "detail": _DETAIL,
    "at": _TIME,
    "rows": {**COUNT, "description": "Rows that were refused."},
}
_BEGINNING: Schema = {
    **nullable(TEXT),
    "description": "How it begins; null of what is no text, or where contact data is hidden.",
}
_REFUSED_ROW = object_of(
    {
        "row": {**COUNT, "description": "Number in the file."},
        "code": TEXT,
        "detail": _DETAIL,
        "cells": {
            "type": ["object", "null"],
            "additionalProperties": TEXT,
            "description": "Text by heading; null where contact data is hidden.",
        },
    }
)
_DOCUMENT = object_of(
    {
        "sha256": _SHA256,
        "name": TEXT,
        "url": nullable(TEXT),
        "dated": {**nullable(_DATE), "description": "As of when it speaks."},
        "size": {**COUNT, "description": "Bytes, as it came in."},
        "layout": nullable(TEXT),
        "reader_version": nullable(COUNT),
        "project_id": {**nullable(TEXT), "description": "Null of a list, or where refused."},
        "imported_at": _TIME,
        "redacted_at": {**nullable(_TIME), "description": "When contact data was taken out."},
        "kept": _REFUSED["kept"],
        "refused": {**nullable(TEXT), "description": "Why it is in quarantine: a code."},
        "refused_rows": COUNT,
    }
)
_PART: Schema = {"type": "string", "contentMediaType": "application/octet-stream"}
_FORM = object_of(
    {
        "file": {"type": "array", "items": _PART, "minItems": 1, "description": "The documents."},
        "mapping": {**TEXT, "description": "What the headings of lists mean: TOML."},
    },
    required=("file",),
)


def import_schemas() -> dict[str, Schema]:
    """Every schema by the name that operations refer to."""
    report, refused = page_of("ImportedDocument"), page_of("RefusedRow")
    job: Schema = {"$ref": "#/components/schemas/Import"}
    document = object_of({**_REFUSED, "text": _BEGINNING})
    return {
        "Import": _IMPORT,
        "ImportPage": page_of("Import"),
        "ImportedDocument": _IMPORTED,
        "ImportReport": object_of({**report["properties"], "job": job}),
        "ImportStream": {
            **TEXT,
            "description": "Server-sent events: `progress` with an Import as data, at last `done`.",
        },
        "ImportFile": {"description": "One document, whole; any bytes."},
        "ImportForm": _FORM,
        "Quarantined": object_of(_REFUSED),
        "QuarantinePage": page_of("Quarantined"),
        "RefusedRow": _REFUSED_ROW,
        "QuarantinedPage": object_of({**refused["properties"], "document": document}),
        "StoredDocument": _DOCUMENT,
    }
