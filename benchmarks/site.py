"""The files that a measurement works on: filled with made-up records, or kept from before."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.database import Database
from app.domain.record import today
from app.migration import migrate_copy
from app.synthetic.readings import make_readings
from benchmarks import load
from benchmarks.contenders import Files
from benchmarks.peers import datasette, fill, roapi

Say = Callable[[str], None]


class NoRoom(Exception):
    """The disk is too full for what has to be filled."""


_BYTES_OF_RECORD = 45_000
"""In the product's file and its copy for writing, the peers' and theirs, and logs, at the most."""


@dataclass(frozen=True, slots=True)
class Site:
    """A folder with the files of so many records."""

    folder: Path
    records: int

    @property
    def files(self) -> Files:
        """What is read."""
        return self._files(self.folder)

    def requests_of(self, contender: str) -> Path:
        """Where the load reads what it sends to a contender."""
        return self.folder / f"requests of {contender}"

    def prepare(self, say: Say) -> None:
        """Fills what is not there; the product's file is kept between runs where the folder is.

        Raises `NoRoom` before it fills anything that the disk cannot hold.
        """
        self._require_room()
        product, peers, table = self.files
        if not product.exists():
            say(f"Filling with {self.records} made-up records")
            half = product.with_suffix(".half")
            _clear(half)
            load.fill(half, make_readings(self.records))
            half.rename(product)
            _clear(half)
        _migrate(product)
        say("Filling the peers' files")
        _clear(peers)
        fill.fill(product, peers, today())
        roapi.write_table(peers, table)

    def copied(self) -> Files:
        """The same again, to be written to; the peers' with a log of what is written, which makes
        their commits cheaper."""
        copies = self._files(self.folder / "written")
        copies.product.parent.mkdir(exist_ok=True)
        for one, copy in zip(self.files[:2], copies[:2], strict=True):
            _clear(copy)
            shutil.copyfile(one, copy)
        with closing(sqlite3.connect(copies.peers)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        return copies

    def clear(self) -> None:
        """Takes away everything but the product's file."""
        shutil.rmtree(self.folder / "written", ignore_errors=True)
        _clear(self.files.peers)
        self.files.table.unlink(missing_ok=True)
        for left in (*self.folder.glob("requests of *"), *self.folder.glob("*.log")):
            left.unlink()

    def ids(self, every: int) -> list[tuple[int, str]]:
        """Row and id of each so many-th record, by id."""
        with closing(sqlite3.connect(self.files.peers)) as connection:
            statement = "SELECT pk, id FROM project WHERE pk % ? = 0 ORDER BY pk"
            return connection.execute(statement, (every,)).fetchall()

    def _files(self, folder: Path) -> Files:
        return Files(folder / "product.db", folder / f"{datasette.NAME}.db", folder / "table.csv")

    def _require_room(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        there = self.files.product.stat().st_size if self.files.product.exists() else 0
        needed = self.records * _BYTES_OF_RECORD - there
        if shutil.disk_usage(self.folder).free < needed:
            raise NoRoom(f"{needed / 1e9:.0f} GB of disk are needed for {self.records} records")


def _migrate(product: Path) -> None:
    """What was kept may be of an earlier schema; the log goes into the file, so that it is all."""
    database = Database(f"sqlite:///{product}")
    migrate_copy(database)
    database.close()
    with closing(sqlite3.connect(product)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _clear(database: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal", "-turn"):
        database.with_name(f"{database.name}{ending}").unlink(missing_ok=True)
