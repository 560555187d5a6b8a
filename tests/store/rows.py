"""What a database holds, read past the product's own questions."""

import sqlite3
from contextlib import closing
from typing import Any

from sqlmodel import Session, col, select

from app.database import Database
from app.domain.record import Value
from app.models import Change, PastProject, Project, ProjectVersion
from app.store.columns import from_row
from app.store.evidence import Evidence
from app.store.history import latest_evidence

Rows = dict[str, list[tuple[Any, ...]]]


def everything(database: Database) -> Rows:
    """Every row of every table, and which word stands where in the word index. In which order words
    were met says nothing."""
    with closing(sqlite3.connect(database.path)) as connection:
        tables = connection.execute(
            "SELECT name FROM pragma_table_list"
            " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        rows = {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)
            for (name,) in tables.fetchall()
        }
        if "word" not in rows:  # an old schema
            return rows
        rows["word"] = sorted(row[1:] for row in rows["word"])
        connection.execute(
            "CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, project_words, instance)"
        )
        return rows | {"project_words": connection.execute("SELECT * FROM temp.held").fetchall()}


def is_locked(database: Database) -> bool:
    """Whether a writer is at work."""
    other = sqlite3.connect(database.path, timeout=0, isolation_level=None)
    with closing(other):
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def stored_record(database: Database, key: str) -> dict[str, Value]:
    """The record of a key; its status is missing."""
    return from_row(stored_project(database, key))


def stored_project(database: Database, key: str) -> Project:
    with Session(database.engine) as session:
        return session.exec(select(Project).where(Project.id == key)).one()


def stored_evidence(database: Database, key: str) -> Evidence:
    """Where the values of a record's newest version come from."""
    with Session(database.engine) as session:
        return latest_evidence(session, key)


def stored_projects(database: Database) -> list[Project]:
    with Session(database.engine) as session:
        return list(session.exec(select(Project).order_by(Project.id)))


def versions_of(database: Database, key: str) -> list[ProjectVersion]:
    with Session(database.engine) as session:
        query = select(ProjectVersion).where(ProjectVersion.project_id == key)
        return list(session.exec(query.order_by(col(ProjectVersion.version))))


def past_states(database: Database, key: str) -> list[PastProject]:
    with Session(database.engine) as session:
        query = select(PastProject).where(PastProject.id == key)
        return list(session.exec(query.order_by(col(PastProject.version))))


def changes(database: Database) -> list[Change]:
    with Session(database.engine) as session:
        return list(session.exec(select(Change).order_by(col(Change.seq))))
