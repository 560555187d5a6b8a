"""Files that are whole before their first byte is given out: refused or complete."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

_BLOCK = 256 * 1024


def give_out(write: Callable[[Path], None]) -> Iterator[bytes]:
    """The bytes of the file that `write` makes, in a folder of its own that is gone afterwards."""
    with TemporaryDirectory(prefix="projektbank-") as folder:
        path = Path(folder, "made")
        write(path)
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
