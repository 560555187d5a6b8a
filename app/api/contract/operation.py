"""One operation of the API as its table describes it: see reads.py and writes.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LIST_CONTROLS = ("where", "q", "or_missing", "sort", "fields", "limit", "offset", "cursor", "count")

PROJECT_CONTROLS = (*LIST_CONTROLS[:3], "as_of", *LIST_CONTROLS[3:])
_PROBLEM = ("application/problem+json", "Problem")
_ODATA_ERROR = ("application/json", "ODataError")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One address and method: schema of its answer, parameters, errors, and its example."""

    schema: str  # of the answer; empty where it has no body, or none that a schema describes
    example: str  # the address of the example
    method: str = "GET"
    statuses: tuple[int, ...] = (200,)  # of success, that of the example first
    scope: str = ""  # of the key that it needs
    body: str = ""  # schema of the request's body
    media_types: tuple[str, ...] = ("application/json",)  # of the body, that of the example first
    forms: Mapping[str, str] = field(default_factory=dict)  # other media types, with schemas
    sent: Any = None  # the body of the example; text as it is
    headers: tuple[str, ...] = ()  # that it reads, see parameters.py
    answers: str = "application/json"  # media type of the answer
    also: tuple[str, ...] = ()  # media types that it has where that is asked for
    controls: tuple[str, ...] = ()
    whole: bool = False  # whether the list of a resource has no limit unasked
    paged: bool = False  # whether a list that names no resource has a limit unasked
    resource: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[int, ...] = (400, 503)
    cached: bool = True  # whether it bears a tag and answers 304, being a read
    odata: bool = False  # whether its errors are of OData's form

    @property
    def is_json(self) -> bool:
        """Whether its answer is JSON of some kind."""
        return self.answers.endswith("json")

    @property
    def problem(self) -> tuple[str, str]:
        """Media type and schema of its errors."""
        return _ODATA_ERROR if self.odata else _PROBLEM

    @property
    def is_file(self) -> bool:
        """Whether its answer is a file for other programs, of which no schema tells."""
        return not self.schema and self.answers != "application/json"

    @property
    def reads(self) -> bool:
        """Whether it changes nothing; some questions come as a body."""
        return self.method == "GET" or not self.scope
