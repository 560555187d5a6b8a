"""Puts the OpenAPI document together, once, when it is first asked for."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.contract.operations import OPERATIONS, Operation, load_example
from app.api.contract.parameters import Parameter, controls_of, other_filters, plain_filters
from app.api.contract.schemas import schemas
from app.query.resource import ORGANISATIONS, PROJECTS, Resource

Document = dict[str, Any]

SUMMARY = "The projects of the Swedish ESF Council, as a REST API."
DESCRIPTION = """\
Every field takes `field=value` and operators in the parameter's name: `total_budget__gte=300000`,
`region__in=SE12,SE32`, `name__contains=kompetens`. A parameter repeated means any of its values;
different parameters must all hold. `/v1/schema` lists fields, operators, codes and limits.
Nothing asked is ever ignored: an unknown parameter, field, operator or code is a 400 that names
every problem with a hint. A missing value is `null`; amounts are SEK.
Källa: Svenska ESF-rådet, Projektbanken.
"""
TAGS = [
    {"name": "projects", "description": "Granted projects, one flat record each."},
    {"name": "organisations", "description": "Who owns them."},
    {"name": "code lists", "description": "Regions, programmes, intervention fields."},
    {"name": "service", "description": "Schema, health, error codes."},
]

_RESOURCES: dict[str, tuple[Resource, str]] = {
    "projects": (PROJECTS, "get_project"),
    "organisations": (ORGANISATIONS, "get_organisation"),
}


def describe(app: FastAPI) -> Callable[[], Document]:
    """The maker of the app's document."""

    @cache
    def make_document() -> Document:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            routes=app.routes,
            tags=app.openapi_tags,
            license_info=app.license_info,
        )
        components: dict[str, Parameter] = {}
        for _, described in _operations(document):
            components.update(_parameters(OPERATIONS[described["operationId"]]))
            _complete(described)
        document["components"] = {"schemas": schemas(), "parameters": components}
        return document

    return make_document


def _operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, methods in document["paths"].items():
        for described in methods.values():
            yield path, described


def _parameters(operation: Operation) -> Iterator[tuple[str, Parameter]]:
    """Plain filters, controls, then one a field."""
    if not operation.resource:
        yield from controls_of(operation.controls, whole=True)
        return
    resource, record = _RESOURCES[operation.resource]
    example = load_example(record)
    yield from plain_filters(resource, example)
    yield from controls_of(operation.controls, whole=False)
    yield from other_filters(resource, example)


def _complete(described: Document) -> None:
    """Adds parameters and examples to what the framework wrote, and takes its own errors out."""
    name = described["operationId"]
    operation = OPERATIONS[name]
    described["summary"] = described.pop("description").rstrip(".")
    described["responses"].pop("422", None)
    described["responses"]["200"]["content"]["application/json"]["example"] = load_example(name)
    for parameter in described.get("parameters", ()):
        parameter["example"] = operation.paths[parameter["name"]]
    shared = [{"$ref": f"#/components/parameters/{key}"} for key, _ in _parameters(operation)]
    if shared:
        described["parameters"] = [*described.get("parameters", ()), *shared]
