"""The JSON Schemas of suggestions."""

from app.api.contract.shapes import COUNT, TEXT, Schema, nullable, object_of, page_of
from app.query.suggesting import KINDS

_SUGGESTION = object_of(
    {
        "kind": {**TEXT, "enum": list(KINDS)},
        "value": {**TEXT, "description": "An id, or a code as a filter takes it."},
        "label": {**TEXT, "description": "Swedish, as far as there is such a name."},
        "label_en": {**nullable(TEXT), "description": "Of a code, where there is one."},
        "filter": {**TEXT, "description": "What to ask a list to find what is meant."},
        "count": {**nullable(COUNT), "description": "Its projects; null for a project."},
        "href": {**TEXT, "description": "The project, the organisation, or the code's projects."},
    }
)


def suggestion_schemas() -> dict[str, Schema]:
    """These schemas by the name that operations refer to."""
    return {"Suggestion": _SUGGESTION, "SuggestionPage": page_of("Suggestion")}
