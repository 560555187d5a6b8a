"""The thread of a server that has snapshots made when they are due, by a process of its own.

It makes nothing itself: answers would wait for each other. Of several servers one makes it.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.database import Database, Reader
from app.domain.record import now
from app.errors import ProjektbankError
from app.settings import Settings
from app.snapshots.editions import standing_of
from app.snapshots.making import make_edition
from app.snapshots.shelf import Shelf
from app.store.reads import dataset_state
from app.store.reports import is_import_open

QUIET = timedelta(minutes=5)
"""Since the last change, and since the server began: whoever writes is to be done."""
LOOK_SECONDS = 60.0
_RETRY_SECONDS = 600.0
"""After one that failed: a disk that is full stays full for a while."""
_GLANCE_SECONDS = 0.2
_NICE = 10
"""How far the process that makes one stands back behind those that answer."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """How old a snapshot may become before a new one is made, 0 for never; how many are kept; and
    the address of the list of projects, where it is known."""

    hours: float
    keep: int
    address: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Plan":
        """What the settings say."""
        public = settings.public_url
        address = f"{str(public).rstrip('/')}/v1/projects" if public else None
        return cls(settings.snapshot_hours, settings.snapshot_keep, address)


class Keeper:
    """Looks whether a snapshot is due, has it made, and looks again."""

    def __init__(self, database: Database, shelf: Shelf, plan: Plan) -> None:
        self._database = database
        self._shelf = shelf
        self._plan = plan
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to look, unless none is to be made."""
        if self._plan.hours:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._run, name="snapshots", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends at once; what is half made goes with the next one."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        pause = QUIET.total_seconds()
        while not self._stopping.wait(pause):
            pause = LOOK_SECONDS
            try:
                if self._is_due() and not self._make():
                    pause = _RETRY_SECONDS
            except ProjektbankError as error:  # the database cannot be reached now
                log.info("no look for snapshots: %s", error)
            except Exception:
                log.exception("the look for snapshots failed")

    def _is_due(self) -> bool:
        with closing(self._database.reader()) as connection, connection.snapshot() as reader:
            return is_due(reader, self._shelf, now(), self._plan.hours)

    def _make(self) -> bool:
        """Has a snapshot made; whether it was."""
        given = self._database.url, self._shelf.folder, self._plan
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=_make, args=given, name="snapshot", daemon=True)
        process.start()
        while process.is_alive():
            if self._stopping.wait(_GLANCE_SECONDS):
                process.kill()
        process.join()
        return process.exitcode == 0


def is_due(reader: Reader, shelf: Shelf, at: datetime, hours: float) -> bool:
    """Whether a snapshot is to be made: of data that changed, when nobody changes it, and where the
    newest is old enough, or none is shown."""
    dataset = dataset_state(reader)
    if not dataset.version or dataset.updated_at is None or is_import_open(reader):
        return False
    if at - datetime.fromisoformat(dataset.updated_at) < QUIET:
        return False
    offered = shelf.offered(standing_of(reader))
    if not offered:
        return True
    age = at - datetime.fromisoformat(offered[0].made_at)
    return offered[0].version != dataset.version and age >= timedelta(hours=hours)


def _make(url: str, folder: Path, plan: Plan) -> None:
    """What the process does; it says on standard error why it made none."""
    os.nice(_NICE)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # at a terminal it comes to all: the server ends us
    with closing(Database(url)) as database:
        try:
            make_edition(database, Shelf(folder), plan.keep, plan.address)
        except ProjektbankError as error:
            sys.exit(f"projektbank: no snapshot was made: {error}")
