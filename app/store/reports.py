"""What is told of imports: their state, and their reports a page at a time."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from app.database import Reader, Row
from app.store.reads import iso_time

_COLUMNS = (
    "id", "state", "options", "by", "at", "started_at", "ended_at", "touched_at", "total", "done",
    "rows", "counts", "detail",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM import_job WHERE state <> 'receiving'"  # noqa: S608
_REPORT = "FROM import_result WHERE job_id = ? AND outcome = coalesce(?, outcome)"


class JobState(NamedTuple):
    """An import as it stands; times are ISO, in UTC."""

    id: int
    state: str
    options: Mapping[str, Any]
    by: str
    created_at: str
    started_at: str | None
    ended_at: str | None
    touched_at: str
    total: int | None
    done: int
    rows: int
    counts: Mapping[str, int]
    detail: str | None


def find_job(reader: Reader, job_id: int) -> JobState | None:
    """The import of this number, once all of it had come."""
    rows = reader.rows(f"{_SELECT} AND id = ?", (job_id,))
    return _state(rows[0]) if rows else None


def list_jobs(reader: Reader, limit: int, offset: int) -> list[JobState]:
    """A page of imports, the newest first."""
    sql = f"{_SELECT} ORDER BY id DESC LIMIT ? OFFSET ?"
    return [_state(row) for row in reader.rows(sql, (limit, offset))]


def count_jobs(reader: Reader) -> int:
    """How many imports are remembered."""
    count: int = reader.rows("SELECT count(*) FROM import_job WHERE state <> 'receiving'")[0][0]
    return count


def report_of(
    reader: Reader, job_id: int, outcome: str | None, limit: int, offset: int
) -> Sequence[str]:
    """A page of an import's report, in the order of the documents: rows as JSON."""
    sql = f"SELECT result {_REPORT} ORDER BY position LIMIT ? OFFSET ?"
    return [row[0] for row in reader.rows(sql, (job_id, outcome, limit, offset))]


def count_report(reader: Reader, job_id: int, outcome: str | None) -> int:
    """How many rows of an import's report have an outcome; all without one."""
    count: int = reader.rows(f"SELECT count(*) {_REPORT}", (job_id, outcome))[0][0]
    return count


def is_work_free(reader: Reader, stale: datetime) -> bool:
    """Whether there is an import to work on: it waits while nobody is at work, or whoever was has
    given no sign of life since then."""
    sql = (
        "SELECT count(*), count(*) FILTER (WHERE state = 'running' AND touched_at > ?)"
        " FROM import_job WHERE state IN ('waiting', 'running')"
    )
    [(open_jobs, at_work)] = reader.rows(sql, (stale.strftime("%Y-%m-%d %H:%M:%S.%f"),))
    return bool(open_jobs) and not at_work


def is_import_open(reader: Reader) -> bool:
    """Whether an import waits or is under way."""
    sql = "SELECT EXISTS (SELECT 1 FROM import_job WHERE state IN ('waiting', 'running'))"
    return bool(reader.rows(sql)[0][0])


def uploads_of(reader: Reader, job_id: int) -> list[tuple[int, str, int]]:
    """The files of an import: position, name, and in how many pieces each is."""
    sql = (
        "SELECT position, min(name), count(*) FROM import_upload WHERE job_id = ?"
        " GROUP BY position ORDER BY position"
    )
    return [(position, name, pieces) for position, name, pieces in reader.rows(sql, (job_id,))]


def piece_of(reader: Reader, job_id: int, position: int, piece: int) -> bytes | None:
    """A piece of a file; None where it is gone."""
    sql = "SELECT content FROM import_upload WHERE job_id = ? AND position = ? AND piece = ?"
    rows = reader.rows(sql, (job_id, position, piece))
    return rows[0][0] if rows else None


def _state(row: Row) -> JobState:
    told = dict(zip(_COLUMNS, row, strict=True))
    told["created_at"] = told.pop("at")
    told |= {name: told[name] and iso_time(told[name]) for name in told if name.endswith("_at")}
    told |= {name: json.loads(told[name]) for name in ("options", "counts")}
    return JobState(**told)
