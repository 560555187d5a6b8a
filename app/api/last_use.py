"""Notes when keys were last used: beside the requests, never in their way."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from app.database import Database
from app.errors import DatabaseFailed
from app.store.keys import USE_NOTED_EVERY, StoredKey, note_use

log = logging.getLogger(__name__)


class LastUse:
    """Writes in a thread of its own, at most once a minute a key; a note may be lost."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tried: dict[str, float] = {}
        self._writer: ThreadPoolExecutor | None = None

    def note(self, key: StoredKey, at: datetime) -> None:
        """Has the use of a key written soon, where the last note is a minute old."""
        tried = self._tried.get(key.id)
        clock = time.monotonic()
        recently = tried is not None and clock - tried < USE_NOTED_EVERY.total_seconds()
        if recently or not key.needs_note(at):
            return
        self._tried[key.id] = clock
        if self._writer is None:
            self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="last-use")
        self._writer.submit(self._write, key.id, at)

    def close(self) -> None:
        """Waits for the note being written; those behind it are lost."""
        if self._writer is not None:
            self._writer.shutdown(cancel_futures=True)
            self._writer = None

    def _write(self, key_id: str, at: datetime) -> None:
        try:
            with self._database.write() as session:
                note_use(session, key_id, at)
        except DatabaseFailed as error:
            log.info("the last use of key %s was not noted: %s", key_id, error)
