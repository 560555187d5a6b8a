"""A server is killed in the midst of an import: what it had promised is done by the next one."""

import json
import time
import urllib.request
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.database import Database
from app.store.jobs import STALE
from tests.importer.archives import make_archive
from tests.jobs.queue import job
from tests.jobs.test_runner import PATIENCE, pages, positions, wait
from tests.store.integrity.test_laws import breaches
from tests.store.rows import everything
from tools.server import Server, keyed_server

TOTAL = 600
"""More than are recorded in one transaction."""
HALF_WAY = (
    """CREATE VIEW endless AS
    WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n""",
    """CREATE TRIGGER half_way BEFORE UPDATE OF done ON import_job WHEN OLD.done > 0
    BEGIN SELECT count(*) FROM endless; END""",
)
"""Has the second recording of results never end: however slow whoever looks is, the import stands
in its midst."""
ON_AGAIN = ("DROP TRIGGER half_way", "DROP VIEW endless")


def ask(server: Server, path: str, content: bytes | None = None) -> Any:  # noqa: ANN401 - JSON
    headers = {"X-API-Key": server.key, "Content-Type": "application/zip"}
    request = urllib.request.Request(f"{server.base}{path}", data=content, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.load(response)


def change(database: Database, statements: Iterable[str]) -> None:
    with database.connection() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.slow
def test_what_was_acknowledged_is_done_though_the_server_is_killed(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/projektbank.db")) as database:
        with keyed_server(database_url=database.url) as server:
            change(database, HALF_WAY)
            number = ask(server, "/v1/imports", make_archive(pages(TOTAL)))["id"]
            deadline = time.monotonic() + PATIENCE
            while not ask(server, f"/v1/imports/{number}?limit=1")["job"]["done"]:
                assert time.monotonic() < deadline
                time.sleep(0.02)
            server.process.kill()
            server.process.wait()
        left = job(database, number)
        assert (left.state, left.done < TOTAL) == ("running", True)
        change(database, ON_AGAIN)
        with keyed_server(database_url=database.url):
            begun = time.monotonic()
            wait(database, number)
        assert STALE.total_seconds() / 2 < time.monotonic() - begun
        done = job(database, number)
        assert (done.state, done.done, done.total) == ("done", TOTAL, TOTAL)
        assert positions(database) == list(range(TOTAL))
        rows = everything(database)
        assert len(rows["project_version"]) == TOTAL + 5
        assert rows["import_upload"] == []
        assert breaches(database) == {}
