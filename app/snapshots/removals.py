"""What of the folder of snapshots is no longer needed: too old, withdrawn, half made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from app.snapshots.editions import Standing
from app.snapshots.shelf import Shelf, size_of

MAX_NOTES = 100
"""Withdrawn snapshots that are still known as such."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One thing that may go: of what kind, which, of how many bytes, and how it goes."""

    kind: str
    name: str
    bytes: int
    remove: Callable[[], None]


def removals(shelf: Shelf, standing: Standing, keep: int) -> Iterator[Removal]:
    """All that may go but the newest `keep` that are shown; whoever removes it must have claimed
    the shelf."""
    yield from half_made(shelf)
    for edition in shelf.offered(standing)[keep:]:
        gone = partial(shelf.remove, shelf.path_of(edition))
        yield Removal("snapshot", f"version {edition.version}", edition.bytes, gone)
    yield from withdrawn(shelf, standing)


def half_made(shelf: Shelf) -> Iterator[Removal]:
    """What looks half made; whoever has not claimed the shelf may be looking at somebody's work."""
    for place in shelf.partial():
        yield Removal("half made", place.name, size_of(place), partial(shelf.remove, place))


def withdrawn(shelf: Shelf, standing: Standing) -> Iterator[Removal]:
    """The files of snapshots that must not be shown, and the notes of them where there are too
    many."""
    offered = shelf.offered(standing)
    hidden = [edition for edition in shelf.editions() if edition not in offered]
    for number, edition in enumerate(hidden):
        place, name = shelf.path_of(edition), f"version {edition.version}"
        files = sum(size_of(path) for path in shelf.files_of(edition))
        if number >= MAX_NOTES:
            yield Removal("withdrawn", name, size_of(place), partial(shelf.remove, place))
        elif files:
            yield Removal("withdrawn", name, files, partial(shelf.withdraw, edition))
