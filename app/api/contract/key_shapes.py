"""The JSON Schemas of keys: as listed, as shown when made, as asked for."""

from app.api.contract.shapes import TEXT, Schema, nullable, object_of, page_of
from app.domain.keys import MAX_NAME, Scope

_NAME: Schema = {**TEXT, "minLength": 1, "maxLength": MAX_NAME}
_SCOPE: Schema = {
    "type": "string",
    "enum": [scope.value for scope in Scope],
    "description": "Each may also do what those before it may.",
}
_TIME: Schema = {"type": "string", "format": "date-time"}
_KEY: dict[str, Schema] = {
    "id": {**TEXT, "description": "The part of the key that is shown."},
    "name": {**_NAME, "description": "Who holds it; the history shows it."},
    "scope": _SCOPE,
    "created_at": _TIME,
    "expires_at": {**nullable(_TIME), "description": "From then on it is not good; null: never."},
    "revoked_at": nullable(_TIME),
    "last_used_at": {**nullable(_TIME), "description": "To the minute."},
}
_END: Schema = {
    "type": ["string", "null"],
    "description": "A time in UTC, or a date: the end of that day in Sweden.",
}


def key_schemas() -> dict[str, Schema]:
    """Every schema by the name that operations refer to."""
    secret = {**TEXT, "description": "The key itself, shown this once."}
    wanted = {"name": _NAME, "scope": _SCOPE, "expires_at": _END}
    return {
        "Key": object_of(_KEY),
        "KeyPage": page_of("Key"),
        "MadeKey": object_of({**_KEY, "key": secret}),
        "NewKey": object_of(wanted, ("name", "scope")),
    }
