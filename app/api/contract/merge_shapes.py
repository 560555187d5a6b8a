"""The JSON Schemas of merged organisations: what is asked for, and what was done."""

from app.api.contract.shapes import COUNT, TEXT, Schema, nullable, object_of, page_of

_EVENT = object_of(
    {
        "op": {"type": "string", "enum": ["merge", "undo"]},
        "organisation_id": {**TEXT, "description": "Who was merged, or parted again."},
        "into_id": {**TEXT, "description": "Into whom, or from whom."},
        "project_count": {**COUNT, "description": "Projects that moved."},
        "at": {"type": "string", "format": "date-time"},
        "by": {**nullable(TEXT), "description": "Whose key; to admin keys only."},
        "reason": nullable(TEXT),
    }
)
_INTO: Schema = {**TEXT, "minLength": 1, "description": "The organisation that stays, by its id."}


def merge_schemas() -> dict[str, Schema]:
    """Every schema by the name that operations refer to."""
    return {
        "Merge": object_of({"into": _INTO}),
        "MergeEvent": _EVENT,
        "MergePage": page_of("MergeEvent"),
    }
