"""The peers' file, made from the product's: the same records as plain values, well indexed.

Sums in kronor, and the day's status ready in a column: less work for the peers than the product's.
"""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlmodel import create_engine

from app.domain.fields import BY_NAME, HUNDREDTHS
from benchmarks.peers.tutorial import Project

_STATUS = (
    "CASE WHEN start_date > :day THEN 'planned' WHEN end_date < :day THEN 'ended'"
    " WHEN start_date IS NOT NULL AND end_date IS NOT NULL THEN 'ongoing' ELSE 'unknown' END"
)

_FACTS = ("start_date", "end_date", "total_budget", "granted_support", "planned_participants")
INDEXES = (
    *((name,) for name in ("name", "number", "owner", "specific_objective", "updated_at")),
    *((name,) for name in ("granted_support", "planned_participants")),
    ("region", "id"),
    ("region", "programme_area", "programme_period", *_FACTS, "id"),
    ("programme_area", "programme_period", *_FACTS, "region", "id"),
    ("owner_id", "id"),
    ("start_date", "end_date", "total_budget", "region"),
    ("end_date", "start_date", "total_budget", "region"),
    ("total_budget", "id", "start_date", "end_date", "region"),
)
"""One for each plain question, and those that hold all that a list's conditions look at: its rows
are found and counted without reading the long ones."""

_SOUGHT = "name, number, owner, owner_unit, summary, summary_en"
_WORDS = f"""
CREATE VIRTUAL TABLE project_fts USING fts5 (
    {_SOUGHT}, tokenize='unicode61 remove_diacritics 0', content="project"
);
INSERT INTO project_fts (rowid, {_SOUGHT}) SELECT pk, {_SOUGHT} FROM project;
INSERT INTO project_fts (project_fts) VALUES ('optimize');
ANALYZE;
"""
"""The index that `sqlite-utils enable-fts` makes, written as Datasette knows it, over what the
product looks through, å ä ö kept; and what the planner of questions can learn of the file."""


def fill(product: Path, path: Path, day: date) -> None:
    """Copies every record in the order of ids, as it stands on a day, and indexes them."""
    engine = create_engine(f"sqlite:///{path}")
    Project.metadata.create_all(engine)
    engine.dispose()
    names = tuple(name for name in Project.model_fields if name != "pk")
    values = ", ".join(map(_expression, names))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ATTACH ? AS product", (str(product),))
        connection.execute(
            f"INSERT INTO project ({', '.join(names)}) SELECT {values} FROM product.project"
            " ORDER BY id",
            {"day": day.isoformat()},
        )
        for number, columns in enumerate(INDEXES):
            connection.execute(f"CREATE INDEX ix_{number} ON project ({', '.join(columns)})")
        connection.executescript(_WORDS)


def _expression(name: str) -> str:
    if name == "status":
        return _STATUS
    field = BY_NAME.get(name)
    return f"{name} / 100.0" if field and field.kind in HUNDREDTHS else name
