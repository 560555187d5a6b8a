"""The OpenAPI document asked for everything it allows, and for what it does not, on a real server.

Left out: `positive_data_acceptance`, because the schema cannot tell which texts are codes, dates or
cursors, so a 400 for an allowed string is right.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case
from schemathesis.specs.openapi.schemas import OpenApiSchema

from app.api.contract.operations import OPERATIONS
from tools.server import seeded_server

LEFT_OUT = {"positive_data_acceptance"}
EXAMPLES = 25
CASES = [
    *((name, GenerationMode.POSITIVE) for name in OPERATIONS),
    *((name, GenerationMode.NEGATIVE) for name, one in OPERATIONS.items() if one.controls),
]
"""Where an address takes no parameter, nothing can be asked of it that its schema forbids."""


@pytest.fixture(scope="module")
def document() -> Iterator[OpenApiSchema]:
    with seeded_server() as base:
        yield schemathesis.openapi.from_url(f"{base}/openapi.json")


def paths(document: OpenApiSchema) -> dict[str, str]:
    """The path of each operation by its name."""
    return {document[path]["GET"].definition.raw["operationId"]: path for path in document}


@pytest.mark.parametrize(("name", "mode"), CASES)
def test_every_answer_keeps_to_the_document(
    document: OpenApiSchema, name: str, mode: GenerationMode
) -> None:
    operation = document[paths(document)[name]]["GET"]
    left_out: list[Any] = [check for check in CHECKS.get_all() if check.__name__ in LEFT_OUT]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(excluded_checks=left_out)

    ask()
