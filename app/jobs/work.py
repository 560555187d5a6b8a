"""One import from where it stands to its end: documents in order, results as they are stored."""

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from app.database import Database
from app.domain.record import now
from app.errors import DatabaseBusy, DatabaseFailed
from app.importer.report import Listener, RowRejected, result_to_json
from app.importer.run import import_documents
from app.jobs.files import count_sent, documents_sent
from app.jobs.orders import order_from_json
from app.jobs.pulse import Pulse, beating
from app.jobs.workplace import Stopped, Workplace
from app.store.jobs import Claimed, Hold, end_job, note_total, record_results, release_job

_AT_ONCE = 500
"""Results that are recorded in one transaction."""

log = logging.getLogger(__name__)


def work_off(database: Database, claimed: Claimed, is_stopping: Callable[[], bool]) -> bool:
    """Does an import; whether it came to its end. Where the process is to stop, or the database
    fails, it waits again; a fault of ours is its end, told in its report and the log."""
    hold = claimed.hold
    try:
        with beating(database, hold) as pulse:
            _work(database, claimed, pulse, lambda: pulse.lost or is_stopping())
    except Stopped:
        _release(database, hold)
        return False
    except DatabaseFailed as error:
        log.warning("the import %s waits again: %s", hold.job_id, error)
        _release(database, hold, failed=not isinstance(error, DatabaseBusy))
        return False
    except Exception as error:  # it must end: else it would be begun again for ever
        log.exception("the import %s failed", hold.job_id)
        with database.write() as session:
            end_job(session, hold, now(), f"A fault of this server ({type(error).__name__}).")
    else:
        with database.write() as session:
            end_job(session, hold, now())
    return True


def _work(
    database: Database, claimed: Claimed, pulse: Pulse, is_stopped: Callable[[], bool]
) -> None:
    hold, options = claimed.hold, order_from_json(claimed.options)
    total = count_sent(database, hold.job_id)
    with database.write() as session:
        note_total(session, hold, total)
    record = _Record(database, hold, pulse, is_stopped)
    listener = Listener(record.note, record.count_refused, record.count)
    incoming = islice(documents_sent(database, hold.job_id), claimed.done, None)
    with closing(Workplace(database.url, is_stopped)) as workplace:
        try:
            for result in import_documents(workplace, incoming, options, listener=listener):
                record.add(result_to_json(result))
                record.pause()
        finally:  # whatever happens, what is stored is reported
            record.flush()


def _release(database: Database, hold: Hold, *, failed: bool = False) -> None:
    try:
        with database.write() as session:
            release_job(session, hold, now(), failed=failed)
    except DatabaseFailed as error:  # it is taken over once it gives no sign of life any more
        log.warning("the import %s could not be put back: %s", hold.job_id, error)


@dataclass(slots=True)
class _Record:
    """Results on their way into the report, where they are recorded a batch at a time: as soon as
    each document of a batch that was stored has been told of."""

    database: Database
    hold: Hold
    pulse: Pulse
    is_stopped: Callable[[], bool]
    told: int = 0
    stored: int = 0
    waiting: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every document that is stored has been told of."""
        return self.told >= self.stored

    def note(self, done: int, _total: int | None) -> None:
        """Told after each commit how many documents are stored."""
        self.stored = done

    def pause(self) -> None:
        """Raises `Stopped` where the import is to stop, and nothing is stored that is not told."""
        if self.is_complete and self.is_stopped():
            raise Stopped

    def count(self, _project: str) -> None:
        """Told of each project that a document, or a row of a list, states."""
        self.pulse.rows += 1
        self.pause()

    def count_refused(self, _row: RowRejected) -> None:
        """Told of each refused row of a list."""
        self.pulse.rows += 1
        self.pause()

    def add(self, result: dict[str, Any]) -> None:
        self.waiting.append(result)
        self.told += 1
        self.pulse.rows = 0
        if self.is_complete or len(self.waiting) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Records what waits; raises `Stopped` where the import is not ours any more."""
        results, self.waiting = self.waiting, []
        if not results:
            return
        with self.database.write() as session:
            if not record_results(session, self.hold, results, now()):
                raise Stopped
