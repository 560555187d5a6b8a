"""The fixed questions that are no search: dataset state, provenance, counts, spellings.

Everything that depends on what a caller asks is compiled by query/.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.database import Reader
from app.domain.collation import fold
from app.domain.swedish import organisation_number
from app.store.evidence import Evidence, load


class DatasetState(NamedTuple):
    """Which database this is, and how often and when its records last changed (ISO, UTC); None
    before the first change."""

    epoch: str
    version: int
    updated_at: str | None


class RecordState(NamedTuple):
    """What a record's tag is made of.

    A redaction changes what a version holds: the tag of every record tells when the last one was.
    """

    id: str
    version: int
    last_seen_at: str
    redaction: str | None = None


REDACTION = "SELECT count(*) || ' ' || max(at) FROM redaction"
"""How much was ever redacted, and when for the last time; null where nothing was."""
_STATE = f"SELECT id, version, last_seen_at, ({REDACTION}) FROM project"  # noqa: S608 - no input
STATE_BY_ID = f"{_STATE} WHERE id = ?"
"""The columns of `RecordState`, of one record."""
_STATES = (STATE_BY_ID, f"{_STATE} WHERE number = ?")
_NAMES = "SELECT id, name FROM organisation WHERE id IN (SELECT value FROM json_each(?))"
_CODED = frozenset({"country", "intervention_type", "programme_area", "specific_objective"})


def dataset_state(reader: Reader) -> DatasetState:
    """The one row that every cached answer depends on."""
    epoch, version, at = reader.rows("SELECT epoch, version, updated_at FROM dataset")[0]
    return DatasetState(epoch, version, iso_time(at))


def record_state(reader: Reader, key: str) -> RecordState | None:
    """The record of this id, else of this printed number."""
    for statement in _STATES:
        rows = reader.rows(statement, (key,))
        if rows:
            return RecordState(*rows[0])
    return None


def redaction_stamp(reader: Reader) -> str | None:
    """What changes with every redaction; None before the first."""
    stamp: str | None = reader.rows(REDACTION)[0][0]
    return stamp


def record_evidence(reader: Reader, key: str, version: int) -> Evidence:
    """Where each value of one version of a record comes from."""
    rows = reader.rows(
        "SELECT provenance FROM project_version WHERE project_id = ? AND version = ?",
        (key, version),
    )
    return load(rows[0][0])


def is_code_in_use(reader: Reader, field: str, code: str) -> bool:
    """Whether some record bears a code, known to a list or not."""
    return field in _CODED and _holds(reader, "project", field, code)


def was_code_in_use(reader: Reader, field: str, code: str) -> bool:
    """Whether some record bears, or in an earlier version bore, a code."""
    tables = ("project", "past_project")
    return field in _CODED and any(_holds(reader, table, field, code) for table in tables)


def _holds(reader: Reader, table: str, field: str, code: str) -> bool:
    sql = f"SELECT 1 FROM {table} WHERE {field} = ? LIMIT 1"  # noqa: S608 - both are our own
    return bool(reader.rows(sql, (code,)))


def count_by(reader: Reader, field: str) -> Mapping[tuple[str, str], int]:
    """(programme period, code) → number of projects, for the fields of code lists."""
    if field not in _CODED | {"region"}:
        raise ValueError(field)
    rows = reader.rows(
        f"SELECT coalesce(programme_period, ''), {field}, count(*) FROM project"  # noqa: S608
        f" WHERE {field} IS NOT NULL GROUP BY 1, 2"
    )
    return {(period, code): count for period, code, count in rows}


def is_owner_known(reader: Reader, text: str) -> bool:
    """Whether an organisation has this spelling, id or organisation number."""
    sql = (
        "SELECT EXISTS (SELECT 1 FROM spelling WHERE folded = ?)"
        " OR EXISTS (SELECT 1 FROM organisation WHERE id = ? OR number = ?)"
    )
    rows = reader.rows(sql, (fold(text), text, organisation_number(text) or text))
    return bool(rows[0][0])


def spellings(reader: Reader) -> list[str]:
    """Every spelling of every owner."""
    return [name for (name,) in reader.rows("SELECT DISTINCT name FROM spelling ORDER BY folded")]


def organisation_names(reader: Reader, ids: Sequence[str]) -> dict[str, str]:
    """The names of organisations by their ids; those that are there no more have none."""
    return dict(reader.rows(_NAMES, (json.dumps(ids),)) if ids else ())


def iso_time(stored: str) -> str:
    """A stored time, SQLite's `2026-11-22 02:31:00.000000` as answers write it."""
    return f"{stored[:10]}T{stored[11:19]}Z"
