"""The files of an import as they were sent, read out of the database one at a time."""

from collections.abc import Iterator
from contextlib import closing

from app.database import Database
from app.importer.archives import count_documents, expand
from app.importer.incoming import Incoming
from app.jobs.workplace import Stopped
from app.store.reports import piece_of, uploads_of


def count_sent(database: Database, job_id: int) -> int:
    """Of how many documents the import is, those of archives one by one."""
    return sum(map(count_documents, _files(database, job_id)))


def documents_sent(database: Database, job_id: int) -> Iterator[Incoming]:
    """Every document in the order in which it was sent; raises `Stopped`
    where they are gone."""
    for file in _files(database, job_id):
        yield from expand(file)


def _files(database: Database, job_id: int) -> Iterator[Incoming]:
    with closing(database.reader()) as reader:
        with reader.snapshot() as snapshot:
            listed = uploads_of(snapshot, job_id)
        for position, name, pieces in listed:
            content = bytearray()
            for piece in range(pieces):
                with reader.snapshot() as snapshot:  # each piece has the time of a question
                    found = piece_of(snapshot, job_id, position, piece)
                if found is None:
                    raise Stopped
                content += found
            yield Incoming(name, content=bytes(content))
