"""The JSON Schemas of figures: facets, and rows whose columns follow from the question."""

from app.api.contract.shapes import COUNT, TEXT, Schema, list_of, nullable, object_of, page_of
from app.query.facets import FACET_NAMES

_FACET = object_of(
    {
        "facet": {**TEXT, "enum": list(FACET_NAMES)},
        "value": {**nullable(TEXT), "description": "What to filter by; null where it is missing."},
        "label": {**nullable(TEXT), "description": "Swedish; null where no source confirms it."},
        "count": COUNT,
        "selected": {
            "type": "boolean",
            "description": "Whether the filters on the field take it.",
        },
        "programme_period": {
            **nullable(TEXT),
            "description": "Of a code that means another thing in another period.",
        },
    }
)
_CELL: Schema = {"type": ["string", "number", "boolean", "null"]}
_ROW: Schema = {
    "type": "object",
    "description": "Keys with their names, then figures, in the order asked for.",
    "properties": {
        "href": {**nullable(TEXT), "description": "The projects of the row; null where none is."}
    },
    "required": ["href"],
    "additionalProperties": _CELL,
}
_POINT: Schema = {
    "type": ["object", "null"],
    "description": "A point inside the region; null for the whole country.",
    "properties": {
        "type": {"const": "Point"},
        "coordinates": {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2,
        },
    },
}


def figure_schemas() -> dict[str, Schema]:
    """These schemas by the name that operations refer to."""
    facets, figures = page_of("Facet"), page_of("FigureRow")
    counts: Schema = {"type": "object", "additionalProperties": COUNT}
    totals = {**counts, "description": "Projects that each facet counts."}
    more = {**counts, "description": "Values of each facet that are left out."}
    alone: Schema = {
        "type": "object",
        "additionalProperties": _CELL,
        "description": "The figures of all projects together.",
    }
    return {
        "Facet": _FACET,
        "FacetPage": object_of({**facets["properties"], "totals": totals, "more": more}),
        "FacetRows": list_of("Facet"),
        "FigureRow": _ROW,
        "FigurePage": object_of({**figures["properties"], "totals": alone}),
        "FigureRows": list_of("FigureRow"),
        "FigureMap": _MAP,
    }


_FEATURE = object_of(
    {
        "type": {"const": "Feature"},
        "geometry": _POINT,
        "properties": {"$ref": "#/components/schemas/FigureRow"},
    }
)
_MAP = object_of(
    {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": _FEATURE}}
)
