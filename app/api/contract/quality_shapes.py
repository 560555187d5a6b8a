"""The JSON Schemas of data quality: what is told of it, and what a writer says of an issue."""

from app.api.contract.shapes import COUNT, TEXT, Schema, nullable, object_of, page_of
from app.domain.quality import SEVERITIES
from app.store.tallies import DIVISIONS
from app.writing.reason import MAX_REASON

_GROUP: dict[str, Schema] = {
    "by": {
        "type": ["string", "null"],
        "enum": [*DIVISIONS, None],
        "description": "What the records have in common; null for all of them.",
    },
    "value": {**nullable(TEXT), "description": "What to filter by; null where it is missing."},
    "value_label": {**nullable(TEXT), "description": "Swedish."},
    "programme_period": {**nullable(TEXT), "description": "Of a programme area."},
}
_LINK: Schema = nullable(TEXT)
_COVERAGE = object_of(
    {
        **_GROUP,
        "field": TEXT,
        "label": {**TEXT, "description": "Swedish."},
        "label_en": TEXT,
        "count": {**COUNT, "description": "Records."},
        "stated": {**COUNT, "description": "Those that have a value."},
        "share": {
            "type": ["number", "null"],
            "minimum": 0,
            "maximum": 1,
            "description": "Stated of all; null where there is no record.",
        },
        "href": {**_LINK, "description": "Those that lack it; null where none does."},
    }
)
_ISSUE = object_of(
    {
        **_GROUP,
        "code": TEXT,
        "severity": {"type": "string", "enum": list(SEVERITIES)},
        "sentence_sv": TEXT,
        "sentence_en": TEXT,
        "count": {**COUNT, "description": "Records that show it."},
        "accepted": {**COUNT, "description": "Records in which it is accepted."},
        "href": {
            **_LINK,
            "description": "Those that show it; null where none does or no question says so.",
        },
    }
)
_REASON: Schema = {
    **TEXT,
    "minLength": 1,
    "maxLength": MAX_REASON,
    "description": "Why the issue is as it should be; one line.",
}


def quality_schemas() -> dict[str, Schema]:
    """These schemas by the name that operations refer to."""
    page = page_of("Coverage")
    issues = {"type": "array", "items": {"$ref": "#/components/schemas/IssueCount"}}
    return {
        "Coverage": _COVERAGE,
        "IssueCount": _ISSUE,
        "QualityPage": object_of({**page["properties"], "issues": issues}),
        "Acceptance": object_of({"reason": _REASON}),
    }
