"""Turns to write between processes: whoever waits goes before whoever has just written.

The database wakes nobody who waits for it. A program that writes without a pause, as an import
does, would take it again before the others have looked.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.errors import DatabaseBusy, DatabaseFailed

BUSY = "Others are writing to the database; try again when they are done."
_GLANCE_SECONDS = 0.001


class Turnstile:
    """A gate before the database that one writer at a time stands in, until its write begins.

    It is a lock on an empty file beside the database's, free again when its process dies. The
    database's own file will not do: closing it once more would drop SQLite's locks.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-turn")

    @contextmanager
    def stand(self, deadline: float) -> Iterator[None]:
        """Stands in the gate; raises `DatabaseBusy` where others do until the deadline."""
        try:
            file = self._path.open("ab")
        except OSError as error:
            raise DatabaseFailed(f"{self._path.name} cannot be opened to write.") from error
        with file:
            while not _is_mine(file):
                if time.monotonic() > deadline:
                    raise DatabaseBusy(BUSY)
                time.sleep(_GLANCE_SECONDS)
            yield


def _is_mine(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
