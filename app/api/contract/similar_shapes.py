"""The JSON Schemas of projects like a project, and of a figure among its peers."""

from app.api.contract.shapes import (
    COUNT,
    TEXT,
    Schema,
    field_schema,
    literal_of,
    nullable,
    object_of,
    page_of,
)
from app.domain.fields import BY_NAME
from app.similar.pairs import RELATIONS
from app.similar.peers import FIGURES
from app.similar.similar import SHOWN
from app.similar.weights import REASONS

_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_REASON = object_of(
    {
        "code": {**TEXT, "enum": list(REASONS)},
        "points": {**_SHARE, "description": "What it adds to the score."},
        "owner_id": TEXT,
        "words": {
            "type": "array",
            "items": TEXT,
            "description": "As this project spells them, those of its name first, then the rarest.",
        },
        **{
            name: field_schema(BY_NAME[name])
            for name in ("programme_period", "specific_objective", "programme_area", "region")
        },
        "percent": {
            "type": "number",
            "minimum": 0,
            "description": "The other's total budget in percent of this project's.",
        },
        "days": {**COUNT, "description": "That both ran; or that lay between them."},
    },
    required=("code", "points"),
)
_SIMILAR = object_of(
    {
        **{name: field_schema(BY_NAME[name]) for name in SHOWN},
        "score": {**_SHARE, "description": "The sum of its reasons' points."},
        "relation": {
            **TEXT,
            "enum": list(RELATIONS),
            "description": "What the other likely is to this project.",
        },
        "reasons": {"type": "array", "items": _REASON},
    }
)
_PERCENTILE: Schema = {
    "type": ["number", "null"],
    "minimum": 0,
    "maximum": 100,
    "description": "The share of peers with a smaller value and half of those with the same.",
}


def similar_schemas() -> dict[str, Schema]:
    """These schemas by the name that operations refer to."""
    page = page_of("SimilarProject")
    return {
        "SimilarProject": _SIMILAR,
        "SimilarPage": object_of({**page["properties"], "peers": _peers()}),
    }


def _peers() -> Schema:
    of = {
        "field": {**TEXT, "enum": ["specific_objective", "programme_area"]},
        "value": {**TEXT, "description": "What to filter by: period:code."},
        "href": {**TEXT, "description": "The peers, this project among them."},
    }
    figures = {
        field.name: object_of(
            {
                "value": _number(field_schema(field)),
                "percentile": _PERCENTILE,
                "count": {**COUNT, "description": "Peers of which the figure can be said."},
                **{name: nullable(literal_of(field)) for name in ("median", "p10", "p90")},
            }
        )
        for field in FIGURES
    }
    return {**object_of({"of": object_of(of), **figures}), "type": ["object", "null"]}


def _number(schema: Schema) -> Schema:
    """Without an upper bound: support can be above a budget."""
    return {key: value for key, value in schema.items() if key != "maximum"}
