"""What answers tell of imports: how far one is, and the rows of its report, without contact data
where the caller may not see any."""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.domain.fields import PERSONAL_FIELDS
from app.domain.record import now
from app.domain.swedish import is_personal_number
from app.importer.report import OUTCOMES
from app.store.reports import JobState

_NUMBER = "owner_organisation_number"
_HIDDEN = {"from": None, "to": None, "hidden": True}
_OF_FIELDS = frozenset({"set-by-hand", "older"})
"""Reasons whose detail names fields; that of any other may quote the document."""
_TELLING = 2
"""Seconds from which on a rate says something: times are whole seconds."""


def job_to_json(job: JobState, *, authors: bool) -> dict[str, Any]:
    """An import as it stands; who asked for it is told to whoever may know authors."""
    rate = _rate(job)
    return {
        "id": job.id,
        "state": job.state,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
        "by": job.by if authors else None,
        "options": {**job.options, "mapping": job.options["mapping"] is not None},
        "total": job.total,
        "done": job.done,
        "rows": job.rows,
        "counts": {outcome: job.counts.get(outcome, 0) for outcome in OUTCOMES},
        "rate": rate,
        "seconds_left": _seconds_left(job, rate),
        "detail": job.detail,
    }


def report_row(text: str, *, shown: bool) -> dict[str, Any]:
    """A row of a report; `shown` is whether the caller may see contact data."""
    told = json.loads(text)
    row = {**told, "rows": told.get("rows"), "rejects": told.get("rejects", [])}
    row["changes"] = _shown_changes(told.get("changes", {}), shown=shown)
    row["changed"] = [
        {**one, "changes": _shown_changes(one["changes"], shown=shown)}
        for one in told.get("changed", [])
    ]
    if not shown:
        row["reason"] = bare_reason(row["reason"])
        row["rejects"] = [{**one, "detail": None} for one in row["rejects"]]
    return row


def _shown_changes(
    changes: Mapping[str, Mapping[str, object]], *, shown: bool
) -> dict[str, Mapping[str, object]]:
    return {
        name: {**change, "hidden": False} if shown or not _is_personal(name, change) else _HIDDEN
        for name, change in changes.items()
    }


def bare_reason(reason: str | None) -> str | None:
    """A reason by its code alone, where what follows may quote a document."""
    code = (reason or "").partition(":")[0]
    return reason if code in _OF_FIELDS or not code else code


def _is_personal(name: str, change: Mapping[str, object]) -> bool:
    if name != _NUMBER:
        return name in PERSONAL_FIELDS
    return any(is_personal_number(str(one)) for one in change.values() if one)


def _rate(job: JobState) -> float | None:
    """Documents a second, while it was worked on; None where that is too short to tell."""
    if job.started_at is None:
        return None
    end = now() if job.state == "running" else _time(job.ended_at or job.touched_at)
    seconds = (end - _time(job.started_at)).total_seconds()
    return round(job.done / seconds, 1) if seconds >= _TELLING and job.done else None


def _seconds_left(job: JobState, rate: float | None) -> int | None:
    if job.state != "running" or job.total is None or not rate:
        return None
    return math.ceil((job.total - job.done) / rate)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
