"""JSON Schemas of what happened to records: histories and the feed of changes."""

from app.api.contract.shapes import COUNT, TEXT, Schema, nullable, object_of, page_of

_OPS = ("create", "update", "delete")
_OP: Schema = {"type": "string", "enum": [*_OPS]}
_TIME: Schema = {"type": "string", "format": "date-time"}
_BY: Schema = {**nullable(TEXT), "description": "Who did it; null without a key of scope admin."}

_DIFFERENCE = object_of(
    {
        "from": {"description": "The value before; null where there was none."},
        "to": {"description": "The value since."},
        "hidden": {
            "type": "boolean",
            "description": "Whether both are null because the caller may not see contact data.",
        },
    }
)
_VERSION = object_of(
    {
        "version": {"type": "integer", "minimum": 1},
        "op": _OP,
        "at": _TIME,
        "by": _BY,
        "reason": nullable(TEXT),
        "changes": {"type": "object", "additionalProperties": _DIFFERENCE},
    }
)
_CHANGE = object_of(
    {
        "seq": {"type": "integer", "minimum": 1, "description": "Rises in commit order."},
        "op": {**_OP, "enum": [*_OPS, "redact"]},
        "id": TEXT,
        "version": {"type": "integer", "minimum": 1},
        "changed_fields": {"type": "array", "items": TEXT},
        "at": _TIME,
        "matches": {
            "type": "boolean",
            "description": "Whether the record, after the change, is one that is asked for.",
        },
        "by": _BY,
    }
)


def feed_schemas() -> dict[str, Schema]:
    """These schemas by the name that operations refer to."""
    page = page_of("Change")
    feed = {
        "latest": {**COUNT, "description": "Number of the newest change of all."},
        "dataset_epoch": {**TEXT, "description": "Another one after a restore from a backup."},
    }
    return {
        "Version": _VERSION,
        "HistoryPage": page_of("Version"),
        "Change": _CHANGE,
        "ChangePage": object_of({**page["properties"], **feed}),
        "ChangeStream": {
            **TEXT,
            "description": "Server-sent events: `change` with a Change as data, at last `reset`.",
        },
    }
