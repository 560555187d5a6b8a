"""What each operation answers, takes and may refuse, beside what its handler's docstring says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.query.accepts import Accepts

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
"""One real answer an operation, from the packaged documents; none shows a contact person."""

LIST_CONTROLS = ("q", "or_missing", "sort", "fields", "limit", "offset", "cursor", "count")
NOTHING = Accepts(controls=(), filters=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One address: schema of its answer, parameters, errors, and the request of its example."""

    schema: str
    example: str
    controls: tuple[str, ...] = ()
    resource: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[int, ...] = (400, 503)
    cached: bool = True


_ID = MappingProxyType({"id": "23-032-S01"})
OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "list_projects": Operation(
            schema="ProjectPage",
            example="/v1/projects?region=SE12&sort=-total_budget&fields=name,total_budget",
            controls=LIST_CONTROLS,
            resource="projects",
        ),
        "get_project": Operation(
            schema="Project",
            example="/v1/projects/23-032-S01",
            controls=("fields",),
            paths=_ID,
            errors=(400, 404, 503),
        ),
        "get_provenance": Operation(
            schema="Provenance",
            example="/v1/projects/23-032-S01/provenance",
            paths=_ID,
            errors=(400, 404, 503),
        ),
        "list_organisations": Operation(
            schema="OrganisationPage",
            example="/v1/organisations?name__contains=coompanion&sort=-project_count",
            controls=LIST_CONTROLS,
            resource="organisations",
        ),
        "get_organisation": Operation(
            schema="Organisation",
            example="/v1/organisations/7164603867",
            controls=("fields",),
            paths=MappingProxyType({"id": "7164603867"}),
            errors=(400, 404, 503),
        ),
        "list_regions": Operation(
            schema="CodePage", example="/v1/regions", controls=("limit", "offset")
        ),
        "list_programmes": Operation(
            schema="CodePage", example="/v1/programmes?limit=3", controls=("limit", "offset")
        ),
        "list_intervention_types": Operation(
            schema="CodePage",
            example="/v1/intervention-types?limit=2",
            controls=("limit", "offset"),
        ),
        "get_schema": Operation(schema="Schema", example="/v1/schema", errors=(400,)),
        "get_liveness": Operation(
            schema="Health", example="/health/live", errors=(400,), cached=False
        ),
        "get_readiness": Operation(schema="Health", example="/health/ready", cached=False),
        "get_problem_type": Operation(
            schema="ProblemType",
            example="/problems/unknown-parameter",
            paths=MappingProxyType({"code": "unknown-parameter"}),
            errors=(400, 404),
        ),
    }
)

_REASONS = MappingProxyType(
    {
        304: "The caller's copy is still right.",
        400: "Something asked cannot be read; every problem is named, with a hint.",
        404: "Nothing stands at this address.",
        503: "The database cannot answer now, or not within the time budget.",
    }
)


def operation(name: str) -> dict[str, Any]:
    """Arguments of a route: its answers as the document describes them."""
    described = OPERATIONS[name]
    answers: dict[int, dict[str, Any]] = {
        200: {
            "description": "The answer.",
            "content": {"application/json": {"schema": _reference(described.schema)}},
        }
    }
    if described.cached:
        answers[304] = {"description": _REASONS[304]}
    for status in described.errors:
        content = {"application/problem+json": {"schema": _reference("Problem")}}
        answers[status] = {"description": _REASONS[status], "content": content}
    return {"name": name, "responses": answers}


@cache
def load_example(name: str) -> dict[str, Any]:
    """The example answer of an operation."""
    example: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return example


def _reference(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}
