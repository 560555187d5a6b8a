"""What is kept of a list beside the document: how far an import has come, and the rows that no
record could be made of."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from app.models import RefusedRow, StoredDocument
from app.store.inserts import insert_rows


class KeptRow(NamedTuple):
    """A refused row: its number, why, and its cells by heading."""

    row: int
    code: str
    detail: str
    cells: Mapping[str, str]


def begin_rows(session: Session, sha256: str, reader_version: int) -> None:
    """The list is read from its first row, by this reader."""
    session.connection().execute(delete(RefusedRow).where(col(RefusedRow.sha256) == sha256))
    stored = session.get_one(StoredDocument, sha256)
    stored.rows_taken, stored.reader_version = 0, reader_version
    session.add(stored)
    session.flush()


def count_rows(session: Session, sha256: str, count: int) -> None:
    """So many more rows of the list are taken in, or refused."""
    taken = func.coalesce(StoredDocument.rows_taken, 0) + count
    counted = update(StoredDocument).where(col(StoredDocument.sha256) == sha256)
    session.connection().execute(counted.values(rows_taken=taken))


def store_refused(
    session: Session, sha256: str, rows: Sequence[dict[str, Any]], at: datetime
) -> None:
    """Rows of a list that no record could be made of: number, why (code and detail), cells."""
    insert_rows(session, RefusedRow, [{**row, "sha256": sha256, "at": at} for row in rows])


def refused_so_far(session: Session, sha256: str) -> list[KeptRow]:
    """The refused rows of a list, in its order."""
    names = (col(getattr(RefusedRow, name)) for name in KeptRow._fields)
    kept = select(*names).where(col(RefusedRow.sha256) == sha256).order_by(col(RefusedRow.row))
    rows = session.connection().execute(kept)
    return [KeptRow(row, code, detail, json.loads(cells)) for row, code, detail, cells in rows]
