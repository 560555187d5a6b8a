"""The operations of the OData v4 door."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.api.contract.operation import Operation
from app.query.odata import options


def _names(taken: tuple[str, ...]) -> tuple[str, ...]:
    """Options by their names in the table of controls."""
    return tuple(f"odata_{name[1:]}" for name in taken)


_ERRORS = (400, 406, 501, 503)
_SET = Operation(
    schema="ODataProjects",
    example="/odata/v4/Projects?$filter=region eq 'SE12'&$select=id,name,total_budget"
    "&$orderby=total_budget desc&$count=true".replace(" ", "%20"),
    controls=_names(options.SET),
    paged=True,
    errors=_ERRORS,
    odata=True,
)
_NUMBER = Operation(
    schema="",
    example="/odata/v4/Projects/$count?$filter=year(start_date)%20eq%202023",
    answers="text/plain",
    controls=_names(options.NUMBER),
    errors=(400, 501, 503),
    cached=False,
    odata=True,
)
_ENTITY = Operation(
    schema="ODataProject",
    example="/odata/v4/Projects('23-032-S01')?$select=id,name,start_date,quality_issues",
    controls=_names(options.ENTITY),
    paths=MappingProxyType({"key": "'23-032-S01'"}),
    errors=(400, 404, 406, 501, 503),
    odata=True,
)
ODATA: Mapping[str, Operation] = MappingProxyType(
    {
        "get_service_document": Operation(
            schema="ODataService",
            example="/odata/v4/",
            controls=_names(options.DOCUMENT),
            errors=_ERRORS,
            odata=True,
        ),
        "get_metadata": Operation(
            schema="",
            example="/odata/v4/$metadata",
            answers="application/xml",
            controls=_names(options.DOCUMENT),
            errors=_ERRORS,
            odata=True,
        ),
        "list_project_entities": _SET,
        "count_project_entities": _NUMBER,
        "get_project_entity": _ENTITY,
        "list_organisation_entities": replace(
            _SET,
            schema="ODataOrganisations",
            example="/odata/v4/Organisations?$top=1",
            controls=_names(options.UNGROUPED),
        ),
        "count_organisation_entities": replace(_NUMBER, example="/odata/v4/Organisations/$count"),
        "get_organisation_entity": replace(
            _ENTITY,
            schema="ODataOrganisation",
            example="/odata/v4/Organisations('7164603867')",
            paths=MappingProxyType({"key": "'7164603867'"}),
        ),
    }
)
