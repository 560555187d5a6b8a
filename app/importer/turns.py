"""Turns of writing: what waits is taken in at one desk after another, that others may write too."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from app.importer.desk import Desk, OneFailed
from app.importer.report import Result

T = TypeVar("T")


class OpenDesk(Protocol):
    """Opens a desk for one transaction."""

    def __call__(self, *, one_by_one: bool = False) -> AbstractContextManager[Desk]: ...


def at_desk(
    open_desk: OpenDesk, waiting: Sequence[T], take: Callable[[Desk, Sequence[T]], list[Result]]
) -> Iterator[list[tuple[T, Result]]]:
    """What became of each, in as many turns of writing as that needs: those of a turn once they
    are stored, before the next one begins."""
    while waiting:
        results = _one_turn(open_desk, waiting, take)
        yield list(zip(waiting, results, strict=False))
        waiting = waiting[len(results) :]


def _one_turn(
    open_desk: OpenDesk, waiting: Sequence[T], take: Callable[[Desk, Sequence[T]], list[Result]]
) -> list[Result]:
    """Where storing many at once fails by what one of them holds, each is stored by itself."""
    try:
        with open_desk() as desk:
            return take(desk, waiting)
    except OneFailed:
        with open_desk(one_by_one=True) as desk:
            return take(desk, waiting)
