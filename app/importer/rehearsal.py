"""A dry run's own database: a copy of the real one, so that nobody has to wait for it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote

from app.backup.backups import partial_file
from app.backup.copies import copy_moment
from app.backup.leftovers import Leftover, leftovers
from app.database import Database

_COPY = "-rehearsal"


@contextmanager
def rehearsal(database: Database) -> Iterator[Database]:
    """A copy of the database as it stands, gone when the block ends."""
    with partial_file(database.path.with_name(f"{database.path.name}{_COPY}")) as copy:
        copy_moment(database.path, copy)
        with closing(Database(f"sqlite:///{quote(str(copy.absolute()))}")) as rehearsed:
            yield rehearsed


def abandoned_rehearsals(database: Database) -> Iterator[Leftover]:
    """The copies of dry runs whose processes died: those of yesterday."""
    return leftovers(database.path, _COPY)


def clear_rehearsals(database: Database) -> None:
    """Removes them."""
    for left in abandoned_rehearsals(database):
        left.remove()
