"""Makes a snapshot: three files of one consistent read, whole or not at all.

Nobody whom a contact could lead to stands in them, whoever may see contacts elsewhere.
"""

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.backup.checksums import checksum
from app.database import Database, Reader
from app.domain.record import now
from app.errors import SnapshotRefused
from app.exports.about import facts
from app.exports.export import Export, Told, export_of
from app.exports.formats import FORMATS
from app.exports.sqlite import Fact, write_sqlite
from app.query.phrases import describe_query
from app.query.resource import ORGANISATIONS, PROJECTS
from app.snapshots.editions import (
    CSV,
    KINDS,
    PARQUET,
    SQLITE,
    Edition,
    EditionFile,
    Standing,
    standing_of,
)
from app.snapshots.removals import removals
from app.snapshots.shelf import Shelf
from app.store.reads import DatasetState, dataset_state

_LEVEL = 6
"""Of gzip: more takes three times as long for a few hundredths less."""


def make_edition(
    database: Database, shelf: Shelf, keep: int, address: str | None = None
) -> Edition:
    """A snapshot of the dataset as it stands, made now unless it is there; then the newest `keep`
    stay. `address` is that of the list of projects, where it is known.

    Raises `SnapshotRefused` where another process is at it, or the disk has no room for it.
    """
    try:
        with shelf.claimed():
            _remove_superfluous(database, shelf, keep)
            edition = _find_or_make(database, shelf, address)
            _remove_superfluous(database, shelf, keep)  # what was overtaken meanwhile goes, too
            return edition
    except OSError as error:
        raise SnapshotRefused(f"The snapshot cannot be written: {error.strerror}.") from error
    except sqlite3.Error as error:
        raise SnapshotRefused(f"The snapshot cannot be written: {error}.") from error


def _remove_superfluous(database: Database, shelf: Shelf, keep: int) -> None:
    with closing(database.reader()) as connection, connection.snapshot() as reader:
        standing = standing_of(reader)
    for removal in removals(shelf, standing, keep):
        removal.remove()


def _find_or_make(database: Database, shelf: Shelf, address: str | None) -> Edition:
    with closing(database.reader()) as connection, connection.snapshot() as reader:
        standing, dataset = standing_of(reader), dataset_state(reader)
        offered = shelf.offered(standing)
        for edition in offered:
            if edition.version == dataset.version:
                return edition
        _require_room(database, shelf, offered)
        with shelf.workshop() as place:
            edition = _write(reader, place, standing, dataset, address)
            shelf.publish(place, edition)
    return edition


def _require_room(database: Database, shelf: Shelf, offered: list[Edition]) -> None:
    """Twice what it will take must be free: the last one tells how much, else the database."""
    expected = offered[0].bytes if offered else database.path.stat().st_size
    free = shutil.disk_usage(shelf.folder).free
    if free < 2 * expected:
        raise SnapshotRefused(
            f"The disk has {free:,} bytes free; {2 * expected:,} are needed for a snapshot."
        )


def _write(
    reader: Reader, place: Path, standing: Standing, dataset: DatasetState, address: str | None
) -> Edition:
    question = f"as_of={dataset.version}"
    columns, made = (
        export_of(reader, PROJECTS, question, FORMATS[name], told=Told(address))
        for name in ("parquet", "csv")
    )
    owners = export_of(reader, ORGANISATIONS, "", FORMATS["csv"])
    with (place / PARQUET.name).open("wb") as file:
        file.writelines(columns.blocks())
    with (
        (place / CSV.name).open("wb") as file,
        gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed,  # the same bytes at any time
    ):
        packed.writelines(made.blocks())
    write_sqlite(place / SQLITE.name, (owners.extract, made.extract), _facts(made, standing))
    return Edition(
        epoch=standing.epoch,
        version=dataset.version,
        redaction=standing.redaction,
        updated_at=dataset.updated_at or "",
        made_at=f"{now():%Y-%m-%dT%H:%M:%SZ}",
        day=made.extract.view.day.isoformat(),
        rows=made.total,
        latest=made.latest,
        files=tuple(_described(place, name) for name in KINDS),
    )


def _described(place: Path, name: str) -> EditionFile:
    path = place / KINDS[name].name
    return EditionFile(name, path.stat().st_size, checksum(path))


def _facts(made: Export, standing: Standing) -> Iterator[Fact]:
    """What the SQLite file says of itself; nothing that two makings of one version differ in."""
    for phrase in describe_query(PROJECTS, made.extract.asked, "en"):
        yield "question", phrase
    yield from facts(made.extract).items()
    yield "dataset_epoch", standing.epoch
    yield "latest_change", made.latest
    yield "money", "Amounts in SEK, current prices; 0 is a stated value, NULL is none."
    yield "times", "Times in UTC."
