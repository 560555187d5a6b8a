"""The OpenAPI document asked for everything it allows, and for what it does not, on a real server.

Left out: `positive_data_acceptance`, because a schema cannot tell which texts are codes, dates or
cursors, nor which values of a record go together, so a 400 or 422 for an allowed body is right.
A condition that does not hold (409, 412) may be told before what else is wrong. What OData has but
is not offered is a 501 by its standard, and no failure.
`/v1/changes/stream` is not asked: its answer never ends; test_stream.py reads it.
"""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case
from schemathesis.specs.openapi.schemas import OpenApiSchema

from app.api.contract.operations import OPERATIONS
from tools.server import keyed_server

LEFT_OUT = {"positive_data_acceptance"}
OF_TEXTS = "multipart/form-data"
"""Where every part is text on its way: a number in the place of one is no violation."""
EXAMPLES = 25
ASKED = {name: one for name, one in OPERATIONS.items() if one.answers == "application/json"}
CASES = [
    *((name, GenerationMode.POSITIVE) for name in ASKED),
    *((n, GenerationMode.NEGATIVE) for n, one in ASKED.items() if one.controls or one.body),
]
"""Where an address takes no parameter, nothing can be asked of it that its schema forbids."""


class Served(NamedTuple):
    """The document of a running server, and a key that may do everything there."""

    document: OpenApiSchema
    key: str


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with keyed_server() as server:
        document = schemathesis.openapi.from_url(f"{server.base}/openapi.json")
        rejected = document.config.checks.negative_data_rejection
        rejected.expected_statuses = [*rejected.expected_statuses, "409", "412", "501"]
        broken = document.config.checks.not_a_server_error
        broken.expected_statuses = [*broken.expected_statuses, "501"]
        yield Served(document, server.key)


def places(document: OpenApiSchema) -> dict[str, tuple[str, str]]:
    """The path and method of each operation by its name."""
    return {
        described["operationId"]: (path, method)
        for path, methods in document.raw_schema["paths"].items()
        for method, described in methods.items()
    }


def named(names: Collection[str]) -> list[Any]:
    """Checks by their names."""
    return [check for check in CHECKS.get_all() if check.__name__ in names]


@pytest.mark.parametrize(("name", "mode"), CASES)
def test_every_answer_keeps_to_the_document(
    served: Served, name: str, mode: GenerationMode
) -> None:
    path, method = places(served.document)[name]
    operation = served.document[path][method.upper()]
    left_out, of_texts = named(LEFT_OUT), named({*LEFT_OUT, "negative_data_rejection"})
    headers = {"Authorization": f"Bearer {served.key}"} if OPERATIONS[name].scope else {}

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        excluded = of_texts if case.media_type == OF_TEXTS else left_out
        case.call_and_validate(excluded_checks=excluded, headers=headers)

    ask()
