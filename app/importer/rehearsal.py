"""A dry run's own database: a copy of the real one, so that nobody has to wait for it."""

import glob
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import quote

from app.backup.backups import partial_file
from app.backup.copies import copy_moment
from app.database import Database

_COPY = "-rehearsal"
_DAY = 86_400
"""Seconds: no dry run takes so long."""


@contextmanager
def rehearsal(database: Database) -> Iterator[Database]:
    """A copy of the database as it stands, gone when the block ends."""
    with partial_file(database.path.with_name(f"{database.path.name}{_COPY}")) as copy:
        copy_moment(database.path, copy)
        with closing(Database(f"sqlite:///{quote(str(copy.absolute()))}")) as rehearsed:
            yield rehearsed


def clear_rehearsals(database: Database) -> None:
    """Removes the copies of dry runs whose processes died: those of yesterday."""
    for left in database.path.parent.glob(f"{glob.escape(database.path.name)}{_COPY}.*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < time.time() - _DAY:
                left.unlink()
