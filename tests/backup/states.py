"""What a database held at one of its dataset versions, worked out from its history."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

Rows = list[tuple[Any, ...]]


def state_at(path: Path, version: int) -> dict[str, Rows]:
    """Records, versions and changes as they stood at a dataset version.

    `last_seen_at` is left out: it moves without a version.
    """
    with closing(sqlite3.connect(path)) as connection:
        columns = ", ".join(
            name
            for _, name, *_ in connection.execute("PRAGMA table_info(project)")
            if name != "last_seen_at"
        )
        records = connection.execute(
            f"SELECT {columns} FROM project WHERE since <= :v UNION ALL"
            f" SELECT {columns} FROM past_project WHERE since <= :v AND until > :v ORDER BY id",
            {"v": version},
        ).fetchall()
        past = connection.execute(
            f"SELECT {columns}, until FROM past_project WHERE until <= ? ORDER BY id, version",
            [version],
        ).fetchall()
        versions = connection.execute(
            "SELECT v.* FROM project_version AS v JOIN change AS c USING (project_id, version)"
            " WHERE c.dataset_version <= ? ORDER BY v.project_id, v.version",
            [version],
        ).fetchall()
        changes = connection.execute(
            "SELECT * FROM change WHERE dataset_version <= ? ORDER BY seq", [version]
        ).fetchall()
    return {"records": records, "past": past, "versions": versions, "changes": changes}


def dataset_of(path: Path) -> tuple[str, int, int]:
    """Epoch, dataset version and number of the newest change."""
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT epoch, version, latest_seq FROM dataset").fetchone()
    epoch, version, seq = row
    return epoch, version, seq
