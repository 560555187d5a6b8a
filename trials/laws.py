"""What must be true of a database file, whatever happened to its service: laws as SQL.

Each query finds what breaks the law. They hold for a database that was never restored or redacted,
and are written apart from the product: they use nothing of it.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

_STATES = """
    (SELECT id, version, since, until FROM past_project
     UNION ALL SELECT id, version, since, NULL FROM project)
"""
LAWS: Mapping[str, str] = MappingProxyType(
    {
        "versions count from 1 without gap": """
            SELECT project_id FROM project_version GROUP BY project_id
            HAVING MIN(version) <> 1 OR MAX(version) <> COUNT(*)
        """,
        "a version has its one row in the change feed, of the same kind and time": """
            SELECT v.project_id, v.version FROM project_version v
            LEFT JOIN change c USING (project_id, version, op, at)
            GROUP BY v.project_id, v.version HAVING COUNT(c.seq) <> 1
        """,
        "a row of the change feed has its version": """
            SELECT c.seq FROM change c LEFT JOIN project_version v USING (project_id, version)
            WHERE v.op IS NULL
        """,
        "the change feed counts from 1 to the number that the dataset names": """
            SELECT d.latest_seq FROM dataset d
            WHERE d.latest_seq <> (SELECT COUNT(*) FROM change)
            OR d.latest_seq <> (SELECT COALESCE(MAX(seq), 0) FROM change)
        """,
        "dataset versions rise with the change feed, up to the present one": """
            SELECT c.seq FROM change c JOIN change n ON n.seq = c.seq + 1
            WHERE n.dataset_version <= c.dataset_version OR n.at < c.at
            UNION ALL SELECT d.version FROM dataset d JOIN change c
            WHERE c.dataset_version > d.version OR c.at > d.updated_at
        """,
        "a record is there unless its newest version is its deletion": """
            SELECT v.project_id FROM project_version v LEFT JOIN project p ON p.id = v.project_id
            WHERE v.version = (SELECT MAX(version) FROM project_version
                               WHERE project_id = v.project_id)
            AND ((v.op = 'delete') <> (p.id IS NULL) OR p.version <> v.version)
        """,
        "every version but a deletion has its one state, and a deletion has none": f"""
            SELECT v.project_id, v.version FROM project_version v
            LEFT JOIN {_STATES} s ON s.id = v.project_id AND s.version = v.version
            GROUP BY v.project_id, v.version HAVING COUNT(s.id) <> (v.op <> 'delete')
        """,
        "a state has its version": f"""
            SELECT s.id FROM {_STATES} s
            LEFT JOIN project_version v ON v.project_id = s.id AND v.version = s.version
            WHERE v.op IS NULL
        """,
        "a state stands from its own change until the next one of the record": f"""
            SELECT s.id, s.version FROM {_STATES} s
            JOIN change c ON c.project_id = s.id AND c.version = s.version
            LEFT JOIN change n ON n.project_id = s.id AND n.version = s.version + 1
            WHERE s.since <> c.dataset_version OR s.until IS NOT n.dataset_version
        """,
        "an owner is an organisation with a spelling": """
            SELECT p.id FROM project p LEFT JOIN spelling s ON s.organisation_id = p.owner_id
            WHERE s.name IS NULL
        """,
    }
)
"""What holds → what finds the rows that break it."""


def broken_laws(file: Path) -> Iterator[str]:
    """A sentence for each law that does not hold, with the first rows that break it."""
    uri = f"{file.as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchall()
        if sound != [("ok",)]:
            yield f"integrity_check: {sound[:3]}"
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
        if lost:
            yield f"foreign_key_check: {lost[:3]}"
        for law, sql in LAWS.items():
            breaking = connection.execute(sql).fetchmany(3)
            if breaking:
                yield f"broken: {law}: {breaking}"
