"""Databases of an earlier schema: what is stored today, written as that version stored it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlmodel import Session, select

from app.database import Database
from app.domain.fields import FIELDS
from app.domain.representation import record_to_json
from app.models import PastProject, Project
from app.store.columns import from_row

_KEPT = [field.name for field in FIELDS if field.name not in ("status", "last_seen_at")]
_SAME = ("organisation", "spelling", "project", "change", "document", "quarantine")


def make_empty(path: Path, revision: str) -> Database:
    """An empty database of an earlier schema."""
    old = Database(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    with old.connection() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return old


def make_0001(present: Database, path: Path) -> Database:
    """A database of schema 0001 with the records and versions of `present`, where none is deleted.

    That schema kept each version's record as JSON, and neither authors nor past states.
    """
    old = make_empty(path, "0001")
    old.close()
    records = _records(present)
    with closing(sqlite3.connect(path)) as copy, copy:
        copy.execute("ATTACH ? AS present", [str(present.path)])
        for table in _SAME:
            names = ", ".join(row[1] for row in copy.execute(f"PRAGMA table_info({table})"))
            copy.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM present.{table}")
        copy.execute(
            "UPDATE dataset SET (epoch, version, updated_at) ="
            " (SELECT epoch, version, updated_at FROM present.dataset)"
        )
        versions = copy.execute(
            "SELECT project_id, version, op, at, provenance FROM present.project_version"
        ).fetchall()
        copy.executemany(
            "INSERT INTO project_version VALUES (?, ?, ?, ?, ?, ?)",
            [(*row[:4], records[row[:2]], row[4]) for row in versions],
        )
    return old


def _records(present: Database) -> dict[tuple[str, int], str]:
    with Session(present.engine) as session:
        states = [*session.exec(select(Project)), *session.exec(select(PastProject))]
        return {
            (state.id, state.version): json.dumps(
                record_to_json(from_row(state), _KEPT), ensure_ascii=False
            )
            for state in states
        }
