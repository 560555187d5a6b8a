"""The thread of a process that does imports: it looks for one, does it, and looks again."""

import logging
import secrets
import threading
from contextlib import closing

from app.database import Database
from app.domain.record import now
from app.errors import ProjektbankError
from app.importer.rehearsal import clear_rehearsals
from app.jobs.work import work_off
from app.store.jobs import STALE, Claimed, claim_job
from app.store.reports import is_work_free

LOOK_SECONDS = 1.0
"""Between two looks for work that another process has taken in, or left."""
_RETRY_SECONDS = 2.0
"""Before an import that the database let down, or that was taken away, is looked at again."""
_STOP_SECONDS = 1.0
"""How long the end of the process waits for a batch under way; it would be rolled back."""

log = logging.getLogger(__name__)


class Runner:
    """Does imports in a thread of its own, one at a time over all processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._worker = secrets.token_hex(8)
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to look for work."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="imports", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Has it look at once: an import has come in."""
        self._wake.set()

    def stop(self) -> None:
        """Ends within a second; what it was at waits again, or is taken over."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)
            self._thread = None

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                found = self._find()
                if found is not None:
                    if not work_off(self._database, found, self._stopping.is_set):
                        self._stopping.wait(_RETRY_SECONDS)
                    continue
            except ProjektbankError as error:  # the database cannot be reached now
                log.info("no look for imports: %s", error)
            except Exception:
                log.exception("the look for imports failed")
            self._wake.wait(LOOK_SECONDS)
            self._wake.clear()

    def _find(self) -> Claimed | None:
        with closing(self._database.reader()) as reader, reader.snapshot() as snapshot:
            if not is_work_free(snapshot, now() - STALE):
                return None
        with self._database.write() as session:
            claimed = claim_job(session, self._worker, now())
        if claimed is not None:
            clear_rehearsals(self._database)
        return claimed
