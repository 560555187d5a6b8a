"""The life of an import that was asked for over HTTP: received, waiting, running, done or failed.

One runs at a time, whichever process works on it. What a process that died has left is taken over;
what was recorded stays recorded.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, func, select

from app.errors import TooManyImports
from app.models import ImportJob, ImportResult, ImportUpload
from app.store.redaction.reports import obey_report

State = Literal["waiting", "running", "done", "failed"]
STATES: tuple[State, ...] = ("waiting", "running", "done", "failed")
ENDED: frozenset[str] = frozenset({"done", "failed"})

MAX_WAITING = 100
"""Imports that wait; what was sent of them is in the database."""
MAX_REPORTS = 1_000
MAX_REPORT_ROWS = 1_000_000
"""Rows of all reports but the newest; the oldest reports beyond go."""
MAX_ATTEMPTS = 20
"""Beginnings without a single result: then something in the import ends the process."""
STALE = timedelta(seconds=20)
"""Without a sign of life, a running import is taken over."""
_RECEIVED_WITHIN = timedelta(hours=1)

_RECEIVING = "receiving"


@dataclass(frozen=True, slots=True)
class Hold:
    """An import and who works on it: whoever is taken over holds it no more."""

    job_id: int
    worker: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """An import that this process works on from now on, and what of it is done already."""

    hold: Hold
    options: Mapping[str, Any]
    done: int


def open_job(session: Session, at: datetime) -> int:
    """Makes an import whose files are still to come; its number. Those that never came whole are
    cleared."""
    clear_forgotten(session, at)
    job_id = (session.exec(select(func.max(ImportJob.id))).one() or 0) + 1
    session.add(
        ImportJob(
            id=job_id, state=_RECEIVING, options="{}", by="", at=at, touched_at=at, counts="{}"
        )
    )
    session.flush()
    return job_id


def clear_forgotten(session: Session, at: datetime) -> int:
    """Takes away the imports whose files never came whole; how many."""
    forgotten = select(ImportJob.id).where(
        ImportJob.state == _RECEIVING, col(ImportJob.touched_at) < at - _RECEIVED_WITHIN
    )
    found = session.exec(forgotten).all()
    for job_id in found:
        discard_job(session, job_id)
    return len(found)


def add_piece(session: Session, place: tuple[int, int, int], name: str, content: bytes) -> None:
    """Stores a piece of a file: of which import, the how manyth file, the how manyth piece."""
    job_id, position, piece = place
    values = {"job_id": job_id, "position": position, "piece": piece}
    session.connection().execute(insert(ImportUpload), {**values, "name": name, "content": content})


def accept_job(
    session: Session, job_id: int, options: Mapping[str, Any], by: str, at: datetime
) -> bool:
    """Has an import wait its turn, now that all of it is there; False where it is not, because a
    restore has put another database in the place. Raises `TooManyImports`."""
    waiting = select(func.count()).select_from(ImportJob).where(ImportJob.state == "waiting")
    if session.exec(waiting).one() >= MAX_WAITING:
        raise TooManyImports(f"{MAX_WAITING} imports are waiting already; try again later.")
    accepted = session.connection().execute(
        update(ImportJob)
        .where(col(ImportJob.id) == job_id, col(ImportJob.state) == _RECEIVING)
        .values(
            state="waiting",
            options=json.dumps(dict(options), ensure_ascii=False),
            by=by,
            at=at,
            touched_at=at,
        )
    )
    _prune(session)
    return accepted.rowcount == 1


def discard_job(session: Session, job_id: int) -> None:
    """Takes an import away with everything of it."""
    for table in (ImportUpload, ImportResult):
        session.connection().execute(delete(table).where(col(table.job_id) == job_id))
    session.connection().execute(delete(ImportJob).where(col(ImportJob.id) == job_id))


def claim_job(session: Session, worker: str, at: datetime) -> Claimed | None:
    """The next import to work on: one that somebody has left, else the one that waits longest.
    None where there is none, or where somebody is at work."""
    running = session.exec(select(ImportJob).where(ImportJob.state == "running")).first()
    if running is not None and running.touched_at > at - STALE:
        return None
    waiting = select(ImportJob).where(ImportJob.state == "waiting").order_by(col(ImportJob.id))
    job = running or session.exec(waiting.limit(1)).first()
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        _end(session, job, "failed", f"It was begun {job.attempts} times without a result.", at)
        return None
    job.state, job.worker, job.touched_at = "running", worker, at
    job.started_at = job.started_at or at
    job.attempts += 1
    options = json.loads(job.options)
    if options["dry_run"]:  # what it has found out is not in the database: it begins anew
        session.connection().execute(delete(ImportResult).where(col(ImportResult.job_id) == job.id))
        job.done, job.counts = 0, "{}"
    job.rows = 0
    session.add(job)
    session.flush()
    return Claimed(Hold(job.id, worker), options, job.done)


def note_total(session: Session, hold: Hold, total: int) -> None:
    """Notes of how many documents the import is."""
    _change(session, hold, total=total)


def touch_job(session: Session, hold: Hold, rows: int, at: datetime) -> bool:
    """Says that somebody is at work, and with how many rows of the present list it is done; False
    where the import is not held any more."""
    return _change(session, hold, touched_at=at, rows=rows)


def record_results(
    session: Session, hold: Hold, results: Sequence[Mapping[str, Any]], at: datetime
) -> bool:
    """Adds rows to the report; False, and nothing is added, where the import is not held."""
    job = _held(session, hold)
    if job is None:
        return False
    session.connection().execute(
        insert(ImportResult),
        [
            {
                "job_id": job.id,
                "position": place,
                "outcome": result["outcome"],
                "result": obey_report(session, json.dumps(result, ensure_ascii=False)),
            }
            for place, result in enumerate(results, start=job.done)
        ],
    )
    counts = Counter(json.loads(job.counts))
    counts.update(str(result["outcome"]) for result in results)
    job.counts = json.dumps(counts)
    job.done += len(results)
    job.touched_at, job.attempts, job.rows = at, 0, 0
    session.add(job)
    return True


def end_job(session: Session, hold: Hold, at: datetime, failure: str | None = None) -> None:
    """The import is done, or has failed for a reason; what was sent goes, the report stays."""
    job = _held(session, hold)
    if job is not None:
        _end(session, job, "failed" if failure else "done", failure, at)


def release_job(session: Session, hold: Hold, at: datetime, *, failed: bool = False) -> None:
    """Has the import wait again, for whoever is next. Unless it failed it was no attempt."""
    attempts = {} if failed else {"attempts": 0}
    _change(session, hold, state="waiting", worker=None, touched_at=at, **attempts)


def release_all_jobs(session: Session) -> None:
    """Has every import that was running wait again: nobody who worked on it goes on."""
    receiving = select(ImportJob.id).where(ImportJob.state == _RECEIVING)
    for job_id in session.exec(receiving).all():
        discard_job(session, job_id)
    session.connection().execute(
        update(ImportJob)
        .where(col(ImportJob.state) == "running")
        .values(state="waiting", worker=None)
    )


def _held(session: Session, hold: Hold) -> ImportJob | None:
    return session.exec(
        select(ImportJob).where(
            ImportJob.id == hold.job_id,
            ImportJob.worker == hold.worker,
            ImportJob.state == "running",
        )
    ).first()


def _change(session: Session, hold: Hold, **values: object) -> bool:
    changed = session.connection().execute(
        update(ImportJob)
        .where(
            col(ImportJob.id) == hold.job_id,
            col(ImportJob.worker) == hold.worker,
            col(ImportJob.state) == "running",
        )
        .values(**values)
    )
    return changed.rowcount == 1


def _end(session: Session, job: ImportJob, state: State, detail: str | None, at: datetime) -> None:
    session.connection().execute(delete(ImportUpload).where(col(ImportUpload.job_id) == job.id))
    job.state, job.detail, job.ended_at, job.touched_at = state, detail, at, at
    job.worker = None
    session.add(job)


def _prune(session: Session) -> None:
    """Takes away the oldest reports where there are too many, or too long ones."""
    ended = select(ImportJob.id, ImportJob.done).where(col(ImportJob.state).in_(ENDED))
    rows = 0
    listed = session.exec(ended.order_by(col(ImportJob.id).desc())).all()
    for place, (job_id, done) in enumerate(listed):
        rows += done if place else 0
        if place >= MAX_REPORTS or rows > MAX_REPORT_ROWS:
            discard_job(session, job_id)
