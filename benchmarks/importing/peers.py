"""Two plain ways to store the same parsed pages, for scale: what each states, and nothing else.

No matching, no history, no provenance, no document kept, no comparison keys, and no index but the
id's: less work than the product's. They commit as seldom as it does at most.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlite_utils import Database as Tool
from sqlmodel import Session, create_engine

from app.domain.derivation import values
from app.domain.fields import BY_NAME, HUNDREDTHS
from app.domain.record import Value
from app.importer.document import Document
from app.importer.pages.reading import read_document
from app.store.records import key_of
from benchmarks.peers.tutorial import Project

BATCH = 500
_NAMES = tuple(name for name in Project.model_fields if name in BY_NAME)
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_FIXED = {
    "status": "unknown",
    "owner_id": "",
    "version": 1,
    "quality_issues": [],
    "created_at": _NOW,
    "updated_at": _NOW,
    "last_seen_at": _NOW,
}
"""What the tutorial's model wants and no page states."""


def fill_by_session(files: list[Path], database: Path) -> int:
    """The tutorial way: an object for each page, added to a session."""
    engine = create_engine(f"sqlite:///{database}")
    Project.metadata.create_all(engine)
    for batch in _batches(_rows(files)):
        with Session(engine) as session:
            for row in batch:
                session.add(Project(**row))
            session.commit()
    engine.dispose()
    return len(files)


def fill_by_tool(files: list[Path], database: Path) -> int:
    """By sqlite-utils, which inserts many rows at once."""
    tool = Tool(str(database))
    rows = _rows(files)
    tool["project"].insert_all(  # type: ignore[union-attr]
        ({name: _plain(value) for name, value in row.items()} for row in rows),
        pk="id",
        batch_size=BATCH,
    )
    tool.close()
    return len(files)


def _rows(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Each page read as the product reads it, as the columns of the tutorial's model."""
    for file in files:
        draft = read_document(Document(file.name, file.read_bytes()))
        record = values(draft.statements)
        stated = {name: _in_kronor(name, record[name]) for name in _NAMES}
        yield {**stated, **_FIXED, "id": key_of(record)}


def _in_kronor(name: str, value: Value) -> Value | float:
    if isinstance(value, int) and BY_NAME[name].kind in HUNDREDTHS:
        return value / 100
    return value


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
