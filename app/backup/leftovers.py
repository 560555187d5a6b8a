"""Files that a killed backup, restore or dry run left beside the database."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_DAY = 86_400
"""Seconds: nothing that makes such a file takes so long."""
_ENDING = r"\.[0-9a-f]+\.partial(-journal|-wal|-shm|-turn)?"


class Leftover(NamedTuple):
    """A file that nobody needs, and its size in bytes."""

    path: Path
    bytes: int

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def leftovers(database: Path, mark: str = "") -> Iterator[Leftover]:
    """Files in the making, with a mark behind the database's name, that nobody has touched for a
    day."""
    name = re.compile(f"{re.escape(database.name)}{re.escape(mark)}{_ENDING}")
    for path in sorted(database.absolute().parent.iterdir()):
        if name.fullmatch(path.name):
            with suppress(FileNotFoundError):  # whoever made it has finished
                found = path.lstat()
                if found.st_mtime < time.time() - _DAY:
                    yield Leftover(path, found.st_size)
