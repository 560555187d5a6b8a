"""How long the stages of an answer took: the header `Server-Timing` (W3C), in milliseconds."""

from itertools import pairwise
from time import perf_counter

from starlette.types import Scope

_STAGES = "stages"


def begin(connection: Scope) -> None:
    """The request has come."""
    connection[_STAGES] = [("", perf_counter())]


def end_stage(connection: Scope, stage: str) -> None:
    """A stage ends here; what comes after the last one that is named is `write`."""
    connection[_STAGES].append((stage, perf_counter()))


def server_timing(connection: Scope) -> bytes:
    """The header's value: each stage, then all of it until the answer begins."""
    marks = connection[_STAGES]
    if len(marks) > 1:
        end_stage(connection, "write")
    now = perf_counter()
    stages = [
        f"{stage};dur={1_000 * (ended - begun):.2f}"
        for (_, begun), (stage, ended) in pairwise(marks)
    ]
    total = f"total;dur={1_000 * (now - marks[0][1]):.2f}"
    return ", ".join((*stages, total)).encode("ascii")
