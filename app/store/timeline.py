"""Fixed questions about the past: which dataset version held when, and what a record was then."""

from datetime import datetime
from typing import NamedTuple

from app.database import Reader
from app.domain.record import id_of_number
from app.store.reads import RecordState, iso_time


class Turn(NamedTuple):
    """A dataset version and when its change was made (ISO, UTC); None before the first change."""

    version: int
    at: str | None


class Version(NamedTuple):
    """One version of a record: what happened, when (ISO, UTC), who did it and why."""

    version: int
    op: str
    at: str
    by: str | None
    reason: str | None


_NOTHING_YET = Turn(0, None)


def turn_at(reader: Reader, at: datetime) -> Turn:
    """The newest change that was made by this time (UTC)."""
    moment = at.replace(tzinfo=None).isoformat(" ", "microseconds")
    rows = reader.rows(
        "SELECT dataset_version, at FROM change WHERE at <= ? ORDER BY at DESC, seq DESC LIMIT 1",
        (moment,),
    )
    return _turn(rows[0]) if rows else _NOTHING_YET


def turn_of(reader: Reader, version: int) -> Turn:
    """This dataset version, and when the records last changed by then."""
    rows = reader.rows(
        "SELECT dataset_version, at FROM change WHERE dataset_version <= ?"
        " ORDER BY seq DESC LIMIT 1",
        (version,),
    )
    return _turn(rows[0])._replace(version=version) if rows else Turn(version, None)


def is_undone(reader: Reader, version: int) -> bool:
    """Whether a dataset version belongs to a history that a restore has ended."""
    sql = "SELECT 1 FROM restoration WHERE version < ? AND next_version > ? LIMIT 1"
    return bool(reader.rows(sql, (version, version)))


def past_record_state(reader: Reader, key: str, version: int) -> RecordState | None:
    """The record that had this id, else this printed number, at a dataset version."""
    for column in ("id", "number"):
        rows = reader.rows(
            f"SELECT id, version, last_seen_at FROM project"  # noqa: S608
            f" WHERE {column} = ? AND since <= ? UNION ALL"
            f" SELECT id, version, last_seen_at FROM past_project"
            f" WHERE {column} = ? AND since <= ? AND until > ?",
            (key, version, key, version, version),
        )
        if rows:
            return RecordState(*rows[0])
    return None


def known_id(reader: Reader, key: str) -> str | None:
    """The id of the record that has or ever had this id, else of the one with this number."""
    if reader.rows("SELECT 1 FROM project_version WHERE project_id = ? LIMIT 1", (key,)):
        return key
    rows = reader.rows(
        "SELECT id FROM project WHERE number = ?"
        " UNION ALL SELECT id FROM past_project WHERE id = ? AND number = ? LIMIT 1",
        (key, id_of_number(key), key),
    )
    return str(rows[0][0]) if rows else None


def count_versions(reader: Reader, key: str) -> int:
    """How many versions a record has, deletions among them."""
    sql = "SELECT count(*) FROM project_version WHERE project_id = ?"
    return int(reader.rows(sql, (key,))[0][0])


def versions(reader: Reader, key: str, limit: int, offset: int) -> list[Version]:
    """A piece of a record's history, the newest version first."""
    rows = reader.rows(
        'SELECT version, op, at, "by", reason FROM project_version WHERE project_id = ?'
        " ORDER BY version DESC LIMIT ? OFFSET ?",
        (key, limit, offset),
    )
    return [Version(version, op, iso_time(at), *rest) for version, op, at, *rest in rows]


def _turn(row: tuple[int, str]) -> Turn:
    return Turn(row[0], iso_time(row[1]))
