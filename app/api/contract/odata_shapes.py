"""The schemas of OData's answers and errors: rows are flat, lists in them are texts."""

from collections.abc import Iterable

from app.api.contract.shapes import COUNT, TEXT, Schema, field_schema, object_of
from app.domain.fields import FIELDS, Field, Kind
from app.domain.organisations import ORGANISATION_FIELDS

_CONTEXT = {**TEXT, "description": "What is answered; only with odata.metadata=minimal."}


def odata_schemas() -> dict[str, Schema]:
    """Each by the name that operations refer to."""
    return {
        "ODataService": _open({"@odata.context": _CONTEXT, "value": _array(_SET)}),
        "ODataProjects": _page(_entity(FIELDS)),
        "ODataProject": _entity(FIELDS),
        "ODataOrganisations": _page(_entity(ORGANISATION_FIELDS)),
        "ODataOrganisation": _entity(ORGANISATION_FIELDS),
        "ODataError": _ERROR,
    }


def _open(properties: dict[str, Schema]) -> Schema:
    """An object that can have more members; those in its values are always there."""
    required = [name for name in properties if not name.startswith("@")]
    return {"type": "object", "properties": properties, "required": required}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _page(row: Schema) -> Schema:
    return _open(
        {
            "@odata.context": _CONTEXT,
            "@odata.count": {**COUNT, "description": "With $count=true."},
            "value": _array(row),
            "@odata.nextLink": {**TEXT, "description": "Where the next page is; none at the end."},
        }
    )


def _entity(fields: Iterable[Field]) -> Schema:
    """A row with the properties asked for; those of groups have names of the caller's choice."""
    shown = {field.name: _property(field) for field in fields if not field.flags.personal}
    return {"type": "object", "properties": shown}


def _property(field: Field) -> Schema:
    schema = field_schema(field)
    if field.kind is Kind.LIST:
        schema.pop("items")
        schema["type"] = "string"
    return schema


_SET = object_of({"name": TEXT, "kind": TEXT, "url": TEXT})
_DETAIL = object_of({"code": TEXT, "message": TEXT, "target": TEXT}, ("code", "message"))
_ERROR = object_of(
    {
        "error": object_of(
            {"code": TEXT, "message": TEXT, "target": TEXT, "details": _array(_DETAIL)},
            ("code", "message", "details"),
        )
    }
)
