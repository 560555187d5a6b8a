"""What the change feed tells of a redaction: which records it changed, never what stood there."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.models import Change
from app.store.history import count_on
from app.store.inserts import insert_rows

_AT_ONCE = 10_000
"""Rows that are made ready at a time; a whole registry may be told of."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A record out of which something was taken, past or present: the number of its newest
    version, a deletion too, and the fields in which its present state differs since."""

    key: str
    version: int
    fields: tuple[str, ...] = ()


def tell_redaction(session: Session, records: Sequence[Redacted], at: datetime) -> None:
    """A row for each record, all of the one dataset version that this makes: there is one more
    though no record changed, as what any reader sees may have."""
    count = len(records)
    dataset_version, seq = count_on(session, at, versions=1, changes=count)
    told = {"op": "redact", "at": at, "dataset_version": dataset_version}
    for begin in range(0, count, _AT_ONCE):
        piece = enumerate(records[begin : begin + _AT_ONCE], start=seq - count + begin + 1)
        rows = [{**told, "seq": number, **_columns(one)} for number, one in piece]
        insert_rows(session, Change, rows)


def _columns(record: Redacted) -> dict[str, object]:
    return {
        "project_id": record.key,
        "version": record.version,
        "changed_fields": json.dumps(record.fields),
    }
