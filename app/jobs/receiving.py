"""Takes the files of an import into the database, piece by piece, before anybody is promised
anything."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, NamedTuple

from app.database import Database
from app.domain.record import now
from app.store.jobs import add_piece, discard_job, open_job

_PIECE = 1_000_000
"""Bytes; a file is never held as a whole."""
_AT_ONCE = 8
"""Pieces in one transaction: no other writer waits long for it."""


class File(NamedTuple):
    """A file as it was sent."""

    name: str
    content: IO[bytes]


class Piece(NamedTuple):
    """A part of a file: the how manyth file, the how manyth part of it."""

    position: int
    number: int
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An import that is still to be accepted: its number, and the SHA-256 of each of its files."""

    job_id: int
    digests: Sequence[str]


def take_in(database: Database, files: Iterable[File]) -> TakenIn:
    """Stores the files of an import; where that fails, nothing of them stays."""
    with database.write() as session:
        job_id = open_job(session, now())
    try:
        return TakenIn(job_id, _store(database, job_id, files))
    except Exception:
        leave_out(database, job_id)
        raise


def leave_out(database: Database, job_id: int) -> None:
    """Takes away what was stored of an import that is not accepted."""
    with database.write() as session:
        discard_job(session, job_id)


def _store(database: Database, job_id: int, files: Iterable[File]) -> list[str]:
    digests: list[str] = []
    pieces = _pieces(files, digests)
    while batch := list(islice(pieces, _AT_ONCE)):
        with database.write() as session:
            for piece in batch:
                place = job_id, piece.position, piece.number
                add_piece(session, place, piece.name, piece.content)
    return digests


def _pieces(files: Iterable[File], digests: list[str]) -> Iterator[Piece]:
    for position, file in enumerate(files):
        digest, number = hashlib.sha256(), 0
        while (content := file.content.read(_PIECE)) or not number:
            digest.update(content)
            yield Piece(position, number, file.name, content)
            number += 1
        digests.append(digest.hexdigest())
