"""Many things in batches: large enough to be quick, small enough that nobody waits long."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def batches(
    ones: Iterable[T], most: int, seconds: float, stands_alone: Callable[[T], bool]
) -> Iterator[list[T]]:
    """At most so many of them, or what comes in so many seconds; some stand alone."""
    batch: list[T] = []
    deadline = 0.0
    for one in ones:
        if stands_alone(one):
            yield from filter(None, (batch, [one]))
            batch = []
            continue
        if not batch:
            deadline = time.monotonic() + seconds
        batch.append(one)
        if len(batch) >= most or time.monotonic() > deadline:
            yield batch
            batch = []
    if batch:
        yield batch
