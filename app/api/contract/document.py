"""Puts the OpenAPI document together, once, when it is first asked for."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.contract.operation import Operation
from app.api.contract.operations import OPERATIONS, load_example
from app.api.contract.parameters import (
    Parameter,
    controls_of,
    headers_of,
    other_filters,
    plain_filters,
)
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
    {"name": "figures", "description": "Counts, sums and other figures of the projects."},
    {"name": "changes", "description": "What happened to the projects, in order."},
    {"name": "organisations", "description": "Who owns them."},
    {"name": "code lists", "description": "Regions, programmes, intervention fields."},
    {"name": "odata", "description": "The same for tools that read OData v4."},
    {"name": "quality", "description": "What the records state, and what is odd in them."},
    {"name": "imports", "description": "Documents on their way in, and what became of them."},
    {"name": "snapshots", "description": "Dataset versions as files that never change."},
    {"name": "keys", "description": "Who may read, write and administer."},
    {"name": "service", "description": "Schema, health, error codes."},
]

_SECURITY: Document = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key, as a bearer token."},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "A key as the password, with any user name.",
    },
    "parameter": {
        "type": "apiKey",
        "in": "query",
        "name": "api_key",
        "description": "For keys that only read.",
    },
}
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
        document["components"] = {
            "schemas": schemas(),
            "parameters": components,
            "securitySchemes": _SECURITY,
        }
        return document

    return make_document


def _operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, methods in document["paths"].items():
        for described in methods.values():
            yield path, described


def _parameters(operation: Operation) -> Iterator[tuple[str, Parameter]]:
    """Plain filters, controls, one a field, headers."""
    if operation.resource:
        resource, record = _RESOURCES[operation.resource]
        example = load_example(record)
        yield from plain_filters(resource, example)
        yield from controls_of(operation.controls, whole=operation.whole)
        yield from other_filters(resource, example)
    else:
        yield from controls_of(operation.controls, whole=not operation.paged)
    yield from headers_of(operation.headers)


def _complete(described: Document) -> None:
    """Adds what the framework cannot know, and takes its own errors out."""
    name = described["operationId"]
    operation = OPERATIONS[name]
    described["summary"] = described.pop("description").rstrip(".")
    if 422 not in operation.errors:
        described["responses"].pop("422", None)
    answer = described["responses"][str(operation.statuses[0])]
    if operation.schema and "content" in answer:
        answer["content"][operation.answers]["example"] = load_example(name)
    for parameter in described.get("parameters", ()):
        parameter["example"] = operation.paths[parameter["name"]]
    shared = [{"$ref": f"#/components/parameters/{key}"} for key, _ in _parameters(operation)]
    if shared:
        described["parameters"] = [*described.get("parameters", ()), *shared]
    if operation.body:
        described["requestBody"] = _body(operation)
    described["security"] = _security(operation)


def _body(operation: Operation) -> Document:
    schema = {"$ref": f"#/components/schemas/{operation.body}"}
    content: Document = {kind: {"schema": schema} for kind in operation.media_types}
    for kind, form in operation.forms.items():
        content[kind] = {"schema": {"$ref": f"#/components/schemas/{form}"}}
    content[operation.media_types[0]]["example"] = operation.sent
    return {"required": True, "content": content}


def _security(operation: Operation) -> list[Document]:
    """Any way to show a key; on an open address none is needed."""
    ways: list[Document] = [{name: []} for name in _SECURITY if name != "parameter"]
    return ways if operation.scope else [{}, *ways, {"parameter": []}]
