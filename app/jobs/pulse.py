"""The sign of life of an import under way: a thread beside it, because a long list gives none."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.database import Database
from app.domain.record import now
from app.errors import DatabaseFailed
from app.store.jobs import Hold, touch_job

BEAT_SECONDS = 2.0
"""Between two signs; a tenth of the time after which an import is taken over."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Pulse:
    """What is told with each sign, and whether the import is still ours."""

    rows: int = 0
    lost: bool = False
    ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def beating(database: Database, hold: Hold) -> Iterator[Pulse]:
    """Gives signs of life until the block ends."""
    pulse = Pulse()
    thread = threading.Thread(target=_beat, args=(database, hold, pulse), daemon=True)
    thread.start()
    try:
        yield pulse
    finally:
        pulse.ended.set()
        thread.join()


def _beat(database: Database, hold: Hold, pulse: Pulse) -> None:
    while not pulse.ended.wait(BEAT_SECONDS) and not pulse.lost:
        try:
            with database.write() as session:
                pulse.lost = not touch_job(session, hold, pulse.rows, now())
        except DatabaseFailed as error:
            log.info("the import %s gave no sign of life: %s", hold.job_id, error)
