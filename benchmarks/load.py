"""Fills the product's database with made-up projects, in big batches.

The product's own way to store many at once makes the rows; only the documents themselves are left
out.
"""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path

from app.database import Database
from app.domain.record import today
from app.migration import migrate
from app.store.newcomers import Newcomers, make_newcomer
from app.store.projects import Reading

BATCH = 2_000


def fill(path: Path, readings: Iterable[Reading], day: date | None = None) -> None:
    """A new database at `path` with a project for each reading, stored as of when the last of its
    batch was read; raises `ValueError` where two state the same project."""
    database = Database(f"sqlite:///{path}")
    migrate(database)
    pending = iter(readings)
    while batch := list(islice(pending, BATCH)):
        made = [make_newcomer(reading, day or today()) for reading in batch]
        with database.write() as session:
            newcomers = Newcomers(session, batch[-1].source.read_at)
            newcomers.meet(made)
            for newcomer in made:
                if not newcomers.admit(newcomer, None):
                    raise ValueError(f"{newcomer.key} is there already")
            newcomers.flush()
    database.close()
