"""The database as an import of a running service works on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlmodel import Session

from app.database import Database


class Stopped(Exception):
    """The process is to end, or the import is not its own any more: somebody else has taken it
    over, or a restore has put another database in the place."""


class Workplace(Database):
    """A database of the import's own: other writers of the process take their turns with it as
    with another process, and no transaction begins once it is to stop."""

    def __init__(self, url: str, is_stopped: Callable[[], bool]) -> None:
        super().__init__(url)
        self._is_stopped = is_stopped

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction; raises `Stopped`."""
        if self._is_stopped():
            raise Stopped
        with super().write() as session:
            yield session
