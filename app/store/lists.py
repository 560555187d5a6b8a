"""What is kept of a list beside the document: how far an import has come, and the rows that no
record could be made of."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlmodel import Session, col

from app.models import RefusedRow, StoredDocument
from app.store.inserts import insert_rows

ALL_ROWS = 1 << 62
"""More than any list has."""
_FORGET = delete(RefusedRow).where(
    col(RefusedRow.sha256) == bindparam("list"), col(RefusedRow.row) == bindparam("number")
)


class KeptRow(NamedTuple):
    """A refused row: its number, why, and its cells by heading."""

    row: int
    code: str
    detail: str
    cells: Mapping[str, str]


def begin_rows(session: Session, sha256: str, run: str, reader_version: int, known: int) -> None:
    """The list is read from its first row, by this reader, in this run; so many of its rows were
    taken in before."""
    session.connection().execute(delete(RefusedRow).where(col(RefusedRow.sha256) == sha256))
    stored = session.get_one(StoredDocument, sha256)
    stored.rows_taken, stored.rows_known, stored.rows_run = 0, known, run
    stored.reader_version = reader_version
    session.add(stored)
    session.flush()


def go_on_with_rows(session: Session, sha256: str, run: str, last: int) -> None:
    """This run goes on behind the row `last`; what was refused behind that is refused once more."""
    behind = (col(RefusedRow.sha256) == sha256, col(RefusedRow.row) > last)
    session.connection().execute(delete(RefusedRow).where(*behind))
    _of(session, sha256, rows_run=run)


def note_rows(session: Session, sha256: str, run: str, taken: int) -> None:
    """So many rows of the list are taken in, or refused; unless another run has begun since, who
    notes its own."""
    _of(session, sha256, col(StoredDocument.rows_run) == run, rows_taken=taken)


def _of(session: Session, sha256: str, *where: ColumnElement[bool], **values: object) -> None:
    chosen = update(StoredDocument).where(col(StoredDocument.sha256) == sha256, *where)
    session.connection().execute(chosen.values(**values))


def store_refused(
    session: Session, sha256: str, rows: Sequence[dict[str, Any]], at: datetime
) -> None:
    """Rows of a list that no record could be made of: number, why (code and detail), cells; in the
    place of what another import of the same list may have said of them just before."""
    if rows:
        numbers = [{"list": sha256, "number": row["row"]} for row in rows]
        session.connection().execute(_FORGET, numbers)
        insert_rows(session, RefusedRow, [{**row, "sha256": sha256, "at": at} for row in rows])


def count_refused_rows(session: Session, sha256: str) -> int:
    """How many rows of the list were refused and kept."""
    count = select(func.count()).where(col(RefusedRow.sha256) == sha256)
    return int(session.connection().execute(count).scalar_one())


def refused_behind(session: Session, sha256: str, row: int, most: int) -> list[KeptRow]:
    """At most so many refused rows of a list, the first of those behind this one."""
    names = (col(getattr(RefusedRow, name)) for name in KeptRow._fields)
    of_list = (col(RefusedRow.sha256) == sha256, col(RefusedRow.row) > row)
    kept = select(*names).where(*of_list).order_by(col(RefusedRow.row)).limit(most)
    rows = session.connection().execute(kept)
    return [KeptRow(row, code, detail, json.loads(cells)) for row, code, detail, cells in rows]
