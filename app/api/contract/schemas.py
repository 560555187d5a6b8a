"""The JSON Schemas of every body, by the name that operations refer to."""

from app.api.contract.bodies import FAULT, bodies
from app.api.contract.feed_shapes import feed_schemas
from app.api.contract.figure_shapes import figure_schemas
from app.api.contract.import_shapes import import_schemas
from app.api.contract.key_shapes import key_schemas
from app.api.contract.merge_shapes import merge_schemas
from app.api.contract.odata_shapes import odata_schemas
from app.api.contract.quality_shapes import quality_schemas
from app.api.contract.query_shapes import query_schemas
from app.api.contract.shapes import (
    COUNT,
    TEXT,
    Schema,
    list_of,
    nullable,
    object_of,
    page_of,
    record_of,
)
from app.api.contract.similar_shapes import similar_schemas
from app.api.contract.snapshots import snapshot_schemas
from app.api.contract.suggestion_shapes import suggestion_schemas
from app.domain.fields import FIELDS
from app.domain.organisations import ORGANISATION_FIELDS
from app.query.resource import PROJECTS

_CODE = object_of(
    {
        "field": {**TEXT, "description": "The record's field that holds such codes."},
        "value": {**TEXT, "description": "What to filter by: the code, or period:code."},
        "code": TEXT,
        "programme_period": nullable(TEXT),
        "parent": nullable(TEXT),
        "label": {**nullable(TEXT), "description": "Swedish."},
        "label_en": nullable(TEXT),
        "confirmed": {"type": "boolean", "description": "Whether a source confirms the label."},
        "note": nullable(TEXT),
        "spellings": {"type": "array", "items": TEXT},
        "project_count": COUNT,
    }
)

_DOCUMENT = object_of(
    {
        "name": TEXT,
        "sha256": TEXT,
        "layout": TEXT,
        "reader_version": COUNT,
        "read_at": {"type": "string", "format": "date-time"},
        "dated": nullable({"type": "string", "format": "date"}),
    }
)

_STATEMENT = object_of(
    {
        "value": {"description": "As in the record."},
        "origin": {"type": "string", "enum": ["stated", "derived", "manual"]},
        "label": {**nullable(TEXT), "description": "The label as printed."},
        "raw": {**nullable(TEXT), "description": "The text as printed on the line."},
        "line": {**nullable(COUNT), "description": "Line of the document, from 1."},
        "last_line": nullable(COUNT),
        "issues": {"type": "array", "items": TEXT},
        "rule": {**nullable(TEXT), "description": "How a derived value was worked out."},
        "document": {"anyOf": [_DOCUMENT, {"type": "null"}]},
        "by": {**nullable(TEXT), "description": "Who set the value by hand; to admin keys only."},
        "reason": nullable(TEXT),
        "at": nullable({"type": "string", "format": "date-time"}),
    }
)

_PROVENANCE = object_of(
    {
        "id": TEXT,
        "version": COUNT,
        "fields": {"type": "object", "additionalProperties": _STATEMENT},
        "unknown_labels": {
            "type": "array",
            "items": object_of(
                {
                    "label": nullable(TEXT),
                    "raw": nullable(TEXT),
                    "line": COUNT,
                    "document": TEXT,
                }
            ),
        },
        "accepted": {
            "type": "array",
            "items": object_of(
                {
                    "code": {**TEXT, "description": "Of the quality issue."},
                    "by": {**nullable(TEXT), "description": "Whose key; to admin keys only."},
                    "reason": TEXT,
                    "at": {"type": "string", "format": "date-time"},
                }
            ),
        },
    }
)

_PROBLEM = {
    **object_of(
        {
            "type": {**TEXT, "description": "Address of the explanation."},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "instance": TEXT,
            "code": TEXT,
            "request_id": nullable(TEXT),
            "errors": {
                "type": "array",
                "items": FAULT,
            },
        }
    ),
    "additionalProperties": True,
}
"""RFC 9457 lets a kind of problem have members of its own (3.2)."""

_ROW = record_of(FIELDS)
_ROW["properties"] |= {
    "matched_in": {
        "type": "array",
        "items": {"type": "string", "enum": list(PROJECTS.searched)},
        "description": "The fields in which `q` was found; where `fields` names it.",
    },
    "highlight": {
        "type": "object",
        "additionalProperties": TEXT,
        "description": "Of each an excerpt, as HTML with `<mark>`; where `fields` names it.",
    },
}
_PROBLEM_TYPE = object_of(
    {"code": TEXT, "title": TEXT, "meaning": TEXT, "status": {"type": "integer"}}
)
_CATALOGUE: Schema = {
    "type": "object",
    "description": "JSON-LD: a `dcat:Catalog` with its data set, files and services.",
    "properties": {"@context": {"type": "object"}, "@type": {"const": "dcat:Catalog"}},
    "required": ["@context", "@type"],
    "additionalProperties": True,
}
_HEALTH = object_of({"status": {"type": "string", "enum": ["alive", "ready"]}})


def schemas() -> dict[str, Schema]:
    """Every schema by the name that operations refer to."""
    return {
        "Project": record_of(FIELDS),
        **bodies(),
        "ProjectRow": _ROW,
        "ProjectPage": page_of("ProjectRow"),
        "ProjectRows": list_of("Project"),
        "Organisation": record_of(ORGANISATION_FIELDS),
        "OrganisationPage": page_of("Organisation"),
        "OrganisationRows": list_of("Organisation"),
        "Catalogue": _CATALOGUE,
        "Code": _CODE,
        "CodePage": page_of("Code"),
        "Provenance": _PROVENANCE,
        **feed_schemas(),
        **figure_schemas(),
        **import_schemas(),
        **key_schemas(),
        **merge_schemas(),
        **odata_schemas(),
        **quality_schemas(),
        **snapshot_schemas(),
        **suggestion_schemas(),
        **query_schemas(),
        **similar_schemas(),
        "Schema": {"type": "object", "additionalProperties": True},
        "Health": _HEALTH,
        "Problem": _PROBLEM,
        "ProblemType": _PROBLEM_TYPE,
    }
