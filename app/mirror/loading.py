"""Loads the mirror behind the scenes: a million records take seconds, for which nobody can wait."""

import logging
import threading
from contextlib import closing

from app.database import Database, SqliteReader
from app.mirror.state import State, load_or_refresh
from app.store.reads import dataset_state
from app.store.snapshot import Snapshot

AT_ONCE = 20_000
"""Records, or changes of them, that are read while a question waits: some tenths of a second."""
_SECONDS = 600.0
"""For one reading here, where nobody waits."""
_STOP_SECONDS = 1.0

log = logging.getLogger(__name__)


class Loading:
    """Loads in a thread of its own, one at a time; what it loaded waits to be taken."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread: threading.Thread | None = None
        self._loaded: State | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being loaded."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self) -> None:
        """Loads anew, unless that is being done."""
        if not self.is_busy:
            self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)
            self._thread.start()

    def take(self) -> State | None:
        """What was loaded last, once."""
        loaded, self._loaded = self._loaded, None
        return loaded

    def stop(self) -> None:
        """Waits a second for what is being loaded; longer is nothing lost."""
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)
            self._thread = None

    def _run(self) -> None:
        try:
            with closing(self._database.reader(_SECONDS)) as reader:
                self._loaded = _loaded(reader)
        except Exception:  # the next question begins it again
            log.exception("the records could not be loaded")


def _loaded(reader: SqliteReader) -> State:
    """Everything, with most of what was written in the meantime."""
    state = _step(reader, None)
    while (newer := _step(reader, state)).version - state.version > AT_ONCE:
        state = newer
    return newer


def _step(reader: SqliteReader, state: State | None) -> State:
    with reader.snapshot() as within:
        return load_or_refresh(state, Snapshot(within, dataset_state(within)))
