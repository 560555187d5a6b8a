"""Makes a file while what is there of it is being written: one block ahead, in a thread."""

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor


def ahead(blocks: Iterable[bytes]) -> Generator[bytes]:
    """The same blocks; each is made while the one before is with whoever takes it. What making one
    raises is raised here."""
    making = iter(blocks)
    with ThreadPoolExecutor(1, "blocks") as thread:
        coming = thread.submit(next, making, None)
        while (block := coming.result()) is not None:
            coming = thread.submit(next, making, None)
            yield block
