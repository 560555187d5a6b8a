"""Makes a file while what is there of it is being written: one block ahead, in a thread."""

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor

_ENOUGH_BYTES = 256 * 1024
"""Handing a block over to another thread costs less than sending so many bytes."""


def ahead(blocks: Iterable[bytes]) -> Generator[bytes]:
    """The same blocks; each is made while the one before is with whoever takes it. What making one
    raises is raised here."""
    making = iter(blocks)
    with ThreadPoolExecutor(1, "blocks") as thread:
        coming = thread.submit(next, making, None)
        while (block := coming.result()) is not None:
            coming = thread.submit(next, making, None)
            yield block


def gathered(blocks: Iterable[bytes]) -> Generator[bytes]:
    """The same bytes in fewer blocks: the first one as it is, at once, then no small ones; none is
    empty."""
    waiting: list[bytes] = []
    size, enough = 0, 0
    for block in blocks:
        waiting.append(block)
        size += len(block)
        if size > enough:
            yield b"".join(waiting)
            waiting, size, enough = [], 0, _ENOUGH_BYTES
    if size:
        yield b"".join(waiting)
