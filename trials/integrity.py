"""What the product itself says of a database file: the laws of `projektbank check --integrity`."""

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.database import Database
from app.store.integrity.laws import judge


def broken_integrity(file: Path) -> Iterator[str]:
    """A sentence for each law that does not hold, with its first breaches."""
    database = Database(f"sqlite:///{file}", query_seconds=math.inf)
    with closing(database.reader()) as reader, reader.snapshot() as snapshot:
        for verdict in judge(snapshot):
            if verdict.breaches:
                yield f"check --integrity: {verdict.law.code}: {verdict.breaches[:3]}"
