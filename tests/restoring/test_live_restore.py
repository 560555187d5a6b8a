"""A restore under running programs: they see the old or the new, and so does whoever comes after a
restore that was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.database import Database
from tests.api.conftest import open_client
from tests.backup.states import dataset_of
from tests.backup.writers import PROJECTS, ROOT, writing
from tests.importer.files import import_contents
from tests.restoring.keeping import back_up, clearly_the_same, go_on, put_back, query
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.people import EMAIL, act, page, traces
from tests.store.rows import everything

DIE_WITH_THE_LOCK = """
import os, signal, sys
from app.restoring import restore
restore._settle = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
from app.cli import main
main()
"""
DIE_WHILE_WRITING = """
import os, signal, sys
from app.restoring import restore
from app.store.restoration import renew
def settle(session, **_):
    renew(session, None)
    if os.fork() == 0:  # while this process writes page after page
        os.kill(os.getppid(), signal.SIGKILL)
        os._exit(0)
restore._settle = settle
from app.cli import main
main()
"""


def start_restore(database: Database, file: Path, code: str = "") -> "subprocess.Popen[bytes]":
    program = ["-c", code] if code else ["-m", "app"]
    return subprocess.Popen(
        [sys.executable, *program, "restore", str(file), "--yes"],
        cwd=ROOT,
        env=os.environ | {"PROJEKTBANK_DATABASE_URL": database.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_running_server_answers_from_the_restored_database(
    golden_database: Database, tmp_path: Path
) -> None:
    file = back_up(golden_database, tmp_path)
    go_on(golden_database, tmp_path, 1)
    with open_client(golden_database) as client:
        before = client.get("/v1/projects")
        assert before.json()["total"] == 13
        process = start_restore(golden_database, file)
        assert process.wait(timeout=60) == 0
        process.communicate()
        after = client.get("/v1/projects", headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert after.json()["total"] == 12
        assert after.json()["dataset_version"] == before.json()["dataset_version"] + 1


def test_a_reader_keeps_its_moment_while_a_restore_is_done(
    golden_database: Database, tmp_path: Path
) -> None:
    file = back_up(golden_database, tmp_path)
    go_on(golden_database, tmp_path, 1)
    reader = golden_database.reader()
    with reader.snapshot() as snapshot:
        assert snapshot.rows("SELECT count(*) FROM project") == [(13,)]
        put_back(golden_database, file)
        assert snapshot.rows("SELECT count(*) FROM project") == [(13,)]
    with reader.snapshot() as snapshot:
        assert snapshot.rows("SELECT count(*) FROM project") == [(12,)]
    reader.close()


@pytest.mark.parametrize("code", [DIE_WITH_THE_LOCK, DIE_WHILE_WRITING], ids=["lock", "pages"])
def test_a_restore_killed_while_it_writes_leaves_the_old_database(
    golden_database: Database, tmp_path: Path, code: str
) -> None:
    file = back_up(golden_database, tmp_path)
    go_on(golden_database, tmp_path, 1)
    before = everything(golden_database)
    process = start_restore(golden_database, file, code)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    if query(golden_database, "SELECT count(*) FROM restoration") == [(0,)]:
        assert everything(golden_database) == before
    else:  # it was killed after its last page
        assert query(golden_database, "SELECT count(*) FROM project") == [(12,)]
    assert query(golden_database, "PRAGMA integrity_check") == [("ok",)]
    go_on(golden_database, tmp_path, 2)
    put_back(golden_database, file)


@pytest.mark.slow
def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new_database(
    golden_database: Database, tmp_path: Path
) -> None:
    file = back_up(golden_database, tmp_path)
    new = everything(golden_database)
    go_on(golden_database, tmp_path, 1)
    old = everything(golden_database)
    old_file = back_up(golden_database, tmp_path, "gammal.db")
    began = time.monotonic()
    start_restore(golden_database, file).communicate()
    whole = time.monotonic() - began
    for step in range(12):
        ended = put_back(golden_database, old_file).present
        process = start_restore(golden_database, file)
        time.sleep(whole * (step + 4) / 15)
        process.kill()
        process.communicate()
        present = everything(golden_database)
        clearly_the_same(present, old if len(present["project"]) == 13 else new)
        assert (dataset_of(golden_database.path)[0] == ended.epoch) == (
            len(present["project"]) == 13
        )
        assert query(golden_database, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.slow
def test_writers_go_on_after_a_restore_and_no_number_is_given_twice(
    empty_database: Database, tmp_path: Path
) -> None:
    file = back_up(empty_database, tmp_path)
    with writing(empty_database) as wait_for_more:
        put_back(empty_database, file)
        wait_for_more()
    [(seq, next_seq, version, next_version)] = query(
        empty_database, "SELECT seq, next_seq, version, next_version FROM restoration"
    )
    assert (seq, version) == (0, 0)
    assert min(next_seq, next_version) > PROJECTS
    numbers = [number for (number,) in query(empty_database, "SELECT seq FROM change ORDER BY seq")]
    assert numbers == list(range(next_seq + 1, next_seq + 1 + len(numbers)))
    assert query(empty_database, "SELECT min(dataset_version) FROM change") == [(next_version + 1,)]
    [kept] = tmp_path.glob("projektbank.2*.db")
    assert dataset_of(kept)[2] < next_seq
    assert breaches(empty_database) == {}


@pytest.mark.slow
def test_a_redaction_ends_beside_programs_that_write(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page(99))
    with writing(empty_database) as wait_for_more:
        act(empty_database, email=EMAIL)
        wait_for_more()
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}
