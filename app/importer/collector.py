"""Python's search for cyclic garbage, made rarer while documents go by in great numbers."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 100_000
"""Objects made, beyond those that went, from one search to the next; a batch holds fewer."""


@contextmanager
def rare_searches() -> Iterator[None]:
    """Inside, the collector does not look through every batch again and again for what is never
    there: what a document is read into has no cycles. It would take a tenth of the time."""
    usual = gc.get_threshold()
    search_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def search_rarely() -> None:
    """The same for the life of a process that only reads."""
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
