"""THE table of operations: what each answers, takes and may refuse, beside what its handler's
docstring says.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.api.contract.acceptances import ACCEPTANCES
from app.api.contract.figures import FIGURES
from app.api.contract.files import FILE_OPERATIONS
from app.api.contract.imports import IMPORTS
from app.api.contract.keys import KEYS
from app.api.contract.merges import MERGES
from app.api.contract.odata import ODATA
from app.api.contract.operation import Operation
from app.api.contract.reads import READS
from app.api.contract.snapshots import SNAPSHOTS
from app.api.contract.writes import WRITES
from app.query.accepts import Accepts

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
"""One real answer an operation, from the packaged documents; none shows a contact person."""

NOTHING = Accepts(controls=(), filters=False)
OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        **READS,
        **FILE_OPERATIONS,
        **FIGURES,
        **ODATA,
        **WRITES,
        **ACCEPTANCES,
        **MERGES,
        **IMPORTS,
        **SNAPSHOTS,
        **KEYS,
    }
)
"""Examples are asked in this order: the last one takes the key away."""

_REASONS = MappingProxyType(
    {
        200: "The answer.",
        201: "Made; `Location` tells where it is.",
        202: "Taken in; `Location` tells how far it is.",
        204: "Done; nothing more to say.",
        206: "The bytes of the file that were asked for.",
        304: "The caller's copy is still right.",
        400: "Something asked cannot be read; every problem is named, with a hint.",
        401: "A key is needed, or the one given is none.",
        403: "The key does not reach so far.",
        404: "Nothing stands at this address.",
        406: "None of the media types that the caller reads is written here.",
        408: "The body did not come in time.",
        409: "There is something in the way.",
        410: "What was asked for is kept no longer.",
        412: "The record is not as the caller takes it to be.",
        413: "The body is larger than this server takes.",
        415: "The body is of a type that is not read here.",
        416: "The file has none of the bytes asked for.",
        422: "A readable body that breaks a rule; or more rows than the format of a file can hold.",
        501: "It is part of OData, but not offered here; every such part is named.",
        503: "The database cannot answer now, or not within the time budget.",
    }
)


def operation(name: str) -> dict[str, Any]:
    """Arguments of a route: its answers as the document describes them."""
    described = OPERATIONS[name]
    answers: dict[int, dict[str, Any]] = {
        status: _success(described, status) for status in described.statuses
    }
    if described.cached and described.reads:
        answers[304] = {"description": _REASONS[304]}
    for status in sorted({*described.errors, *_refusals(described)}):
        content = {described.problem[0]: {"schema": _reference(described.problem[1])}}
        answers[status] = {"description": _REASONS[status], "content": content}
    return {"name": name, "responses": answers, "status_code": described.statuses[0]}


def _refusals(described: Operation) -> tuple[int, ...]:
    """A key that is none, or that stands in the address, is refused on open addresses too."""
    return () if described.example.startswith("/health") else (401, 403)


def _success(described: Operation, status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": _REASONS[status]}
    if described.schema and status != 204:
        answer["content"] = {described.answers: {"schema": _reference(described.schema)}}
        answer["content"] |= {kind: {"schema": _any_of(kind)} for kind in described.also}
    elif described.is_file:
        answer["content"] = {described.answers: {}}
    return answer


@cache
def load_example(name: str) -> Any:  # noqa: ANN401 - whatever JSON the operation answers
    """The example answer of an operation: JSON, or the text of a stream."""
    text = (EXAMPLES / f"{name}.json").read_text("utf-8")
    return json.loads(text) if OPERATIONS[name].is_json else text


def _any_of(media_type: str) -> dict[str, str]:
    return {"type": "object" if media_type.endswith("json") else "string"}


def _reference(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}
