"""Fixed questions about merges by hand: who answers for whom, and what was done and undone."""

from typing import NamedTuple

from app.database import Reader
from app.store.reads import iso_time


class MergeEvent(NamedTuple):
    """A merge or its undoing: of whom, with whom, how many projects moved, when (ISO, UTC), by
    whom and why."""

    op: str
    organisation_id: str
    into_id: str
    project_count: int
    at: str
    by: str | None
    reason: str | None


def standing_organisation(reader: Reader, key: str) -> str | None:
    """The id of the organisation that answers for this one; None where there is no such."""
    rows = reader.rows("SELECT coalesce(merged_into, id) FROM organisation WHERE id = ?", (key,))
    return str(rows[0][0]) if rows else None


def merge_events(reader: Reader, key: str) -> list[MergeEvent]:
    """Everything done by hand to an organisation, on either side, the newest first."""
    rows = reader.rows(
        'SELECT op, organisation_id, into_id, json_array_length(project_ids), at, "by", reason'
        " FROM organisation_event WHERE organisation_id = ? OR into_id = ? ORDER BY id DESC",
        (key, key),
    )
    return [
        MergeEvent(op, one, into, count, iso_time(at), by, reason)
        for op, one, into, count, at, by, reason in rows
    ]
