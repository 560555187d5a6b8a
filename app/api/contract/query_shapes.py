"""JSON Schemas of a question as a body: its members, and the conditions of its tree.

Defaults are told in words and every alternative has a name: some makers of clients take a `default`
for something that must be sent, and cannot follow a tree through parts without names.
"""

from typing import Any

from app.api.contract.shapes import TEXT, Schema, object_of
from app.query.accepts import LIST
from app.query.controls import MAX_OFFSET
from app.query.field_lists import MAX_NAMES, MAX_SORT
from app.query.filters import MAX_VALUES
from app.query.leaf_reading import MAX_CONDITIONS
from app.query.model import DEFAULT_LIMIT
from app.query.operators import OPERATORS
from app.query.search import MAX_CHARACTERS

_CONDITION: Schema = {"$ref": "#/components/schemas/Condition"}
_CONDITIONS: Schema = {
    "type": "array",
    "items": _CONDITION,
    "minItems": 1,
    "maxItems": MAX_CONDITIONS,
}
_NAMES: Schema = {
    "type": "array",
    "items": {"type": "string", "minLength": 1, "pattern": "^[^,]*$"},
    "minItems": 1,
}
_LITERAL: list[str] = ["string", "number", "boolean"]
_END: Schema = {"type": ["string", "number"]}
_VALUE: Schema = {
    "description": "As the field's type has it: money in SEK. A list for `in` and `notin`; for `eq`"
    " and `ne` a list means any of, none of. A range as `a..b` or as `from` and `to`.",
    "anyOf": [
        {"type": _LITERAL},
        {"type": "array", "minItems": 1, "maxItems": MAX_VALUES, "items": {
            "anyOf": [{"type": _LITERAL}, {"$ref": "#/components/schemas/RangeOfValues"}]}},
        {"$ref": "#/components/schemas/RangeOfValues"},
    ],
}  # fmt: skip
_FILTER: Schema = object_of(
    {
        "field": {**TEXT, "description": "A field, or a plain word such as `period`."},
        "op": {
            "type": "string",
            "enum": [row.key for row in OPERATORS],
            "description": "`eq` unless it is given.",
        },
        "value": _VALUE,
    },
    required=("field", "value"),
)
_QUERY: Schema = object_of(
    {
        "where": _CONDITION,
        "q": {**TEXT, "minLength": 1, "maxLength": MAX_CHARACTERS},
        "or_missing": {**_NAMES, "maxItems": MAX_NAMES},
        "as_of": {"type": ["string", "integer"], "description": "A day, a time or a version."},
        "sort": {**_NAMES, "maxItems": MAX_SORT},
        "fields": {**_NAMES, "maxItems": MAX_NAMES},
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": LIST.max_limit,
            "description": f"Rows in a page; {DEFAULT_LIMIT} unless it is given.",
        },
        "offset": {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET},
        "cursor": {**TEXT, "description": "`next_cursor` of the page before."},
        "count": {
            "type": "string",
            "enum": ["exact", "none"],
            "description": "`exact` unless it is given.",
        },
    },
    required=(),
)

EXAMPLE: dict[str, Any] = {
    "where": {
        "and": [
            {"field": "region", "op": "in", "value": ["SE12", "SE32"]},
            {
                "or": [
                    {"field": "total_budget", "op": "gte", "value": 390000},
                    {"not": {"field": "programme_period", "op": "eq", "value": "2014-2020"}},
                ]
            },
        ]
    },
    "sort": ["-total_budget"],
    "fields": ["name", "region", "total_budget"],
    "limit": 2,
}


def query_schemas() -> dict[str, Schema]:
    """Every schema of a question by the name that operations refer to."""
    kinds = {
        "Comparison": _FILTER,
        "AllOf": object_of({"and": _CONDITIONS}),
        "AnyOf": object_of({"or": _CONDITIONS}),
        "Not": object_of({"not": _CONDITION}),
    }
    return {
        "Query": _QUERY,
        "Condition": {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in kinds]},
        **kinds,
        "RangeOfValues": {**object_of({"from": _END, "to": _END}, required=()), "minProperties": 1},
    }
