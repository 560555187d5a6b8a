"""The thread that does imports: whatever happens to its process, each is done, once and whole."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.database import Database
from app.domain.record import now
from app.errors import DatabaseBusy, DatabaseFailed
from app.importer.incoming import Incoming, Options
from app.importer.rehearsal import rehearsal
from app.importer.run import import_documents
from app.jobs import pulse, runner
from app.jobs.files import count_sent
from app.jobs.runner import Runner
from app.store import jobs
from tests.conftest import open_copy
from tests.importer.archives import make_archive
from tests.importer.pages import make_page
from tests.jobs.queue import job, lasting, put
from tests.store.rows import everything

PATIENCE = 60
STOPS = 3


def pages(count: int) -> dict[str, bytes | str]:
    return {f"{n}.txt": make_page(Diarienummer=f"2020/{n:05d}") for n in range(count)}


@contextmanager
def running(database: Database, count: int = 1) -> Iterator[None]:
    """Threads as of so many processes."""
    runners = [Runner(Database(database.url)) for _ in range(count)]
    for one in runners:
        one.start()
    try:
        yield
    finally:
        for one in runners:
            one.stop()


def positions(database: Database) -> list[int]:
    """Which documents are reported."""
    return sorted(row[1] for row in everything(database)["import_result"])


def wait(database: Database, number: int, *states: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while job(database, number).state not in (states or ("done", "failed")):
        assert time.monotonic() < deadline, job(database, number)
        time.sleep(0.02)


def test_every_import_is_done_once_however_many_processes_there_are(
    empty_database: Database,
) -> None:
    numbers = [put(empty_database, dict([one])) for one in pages(12).items()]
    with running(empty_database, 3):
        for number in numbers:
            wait(empty_database, number)
    assert [job(empty_database, number).counts for number in numbers] == ['{"created": 1}'] * 12
    assert len(everything(empty_database)["project"]) == 12
    assert everything(empty_database)["import_upload"] == []


def test_it_leaves_what_the_command_line_would_leave(
    empty_database: Database, empty_file: Path, tmp_path: Path
) -> None:
    files = {**pages(30), "a.zip": make_archive({"x.txt": "Nyheter", **pages(40)})}
    (tmp_path / "other").mkdir()
    with open_copy(empty_file, tmp_path / "other") as other:
        sent = [
            Incoming(name, content=text.encode() if isinstance(text, str) else text)
            for name, text in files.items()
        ]
        direct = list(import_documents(other, sent, Options()))
        number = put(empty_database, files)
        with running(empty_database):
            wait(empty_database, number)
        there, here = lasting(other), lasting(empty_database)
        assert {n: len(rows) for n, rows in here.items()} == {n: len(r) for n, r in there.items()}
    reported = sorted(row[1:3] for row in everything(empty_database)["import_result"])
    assert reported == [(place, result.outcome) for place, result in enumerate(direct)]


@pytest.mark.parametrize("turn_seconds", [0.25, 0.0])
def test_an_import_that_is_stopped_again_and_again_reports_as_one_undisturbed(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, turn_seconds: float
) -> None:
    """On a busy machine a batch takes several turns of writing, and may be stopped between two."""
    monkeypatch.setattr("app.importer.run._BATCH", 10)
    monkeypatch.setattr("app.importer.desk._TURN_SECONDS", turn_seconds)
    number = put(empty_database, {"a.zip": make_archive(pages(120))})
    for stop in range(STOPS):
        with running(empty_database):
            deadline = time.monotonic() + PATIENCE
            while job(empty_database, number).done < (stop + 1) * 20:
                assert time.monotonic() < deadline
                time.sleep(0.005)
            begun = time.monotonic()
        assert time.monotonic() - begun < 10
        wait(empty_database, number, "waiting", "done")
    with running(empty_database):
        wait(empty_database, number)
    done = job(empty_database, number)
    assert (done.state, done.done, done.counts) == ("done", 120, '{"created": 120}')
    assert positions(empty_database) == list(range(120))


def test_an_import_of_a_dead_process_is_taken_over(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = put(empty_database, pages(3))
    with empty_database.write() as session:
        assert jobs.claim_job(session, "dead", now())
    monkeypatch.setattr(jobs, "STALE", jobs.STALE * 0)
    monkeypatch.setattr(runner, "STALE", jobs.STALE * 0)
    with running(empty_database):
        wait(empty_database, number)
    assert job(empty_database, number).done == 3


def test_an_import_that_is_taken_away_is_let_go_at_once(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A restore puts it back: who worked on it must not count as done what is gone."""
    monkeypatch.setattr(pulse, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr("app.importer.run._BATCH", 5)
    number = put(empty_database, pages(60))
    with running(empty_database):
        wait(empty_database, number, "running")
        with empty_database.write() as session:
            jobs.release_all_jobs(session)
        wait(empty_database, number)
    done = job(empty_database, number)
    assert (done.state, done.done) == ("done", 60)
    assert positions(empty_database) == list(range(60))


def test_a_fault_of_ours_ends_the_import_and_no_other(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (put(empty_database, pages(1)) for _ in range(2))
    told = count_sent

    def count(database: Database, job_id: int) -> int:
        if job_id == first:
            raise TypeError("nobody thought of it")
        return told(database, job_id)

    monkeypatch.setattr("app.jobs.work.count_sent", count)
    with running(empty_database):
        wait(empty_database, first)
        wait(empty_database, second)
    failed = job(empty_database, first)
    assert (failed.state, failed.detail) == ("failed", "A fault of this server (TypeError).")
    assert job(empty_database, second).state == "done"


def test_a_dry_run_holds_no_writer_up(
    seeded_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one is under way, others write as fast as ever; its copy is gone when it ends."""
    entered, go = threading.Event(), threading.Event()

    @contextmanager
    def wait_within(database: Database) -> Iterator[Database]:
        with rehearsal(database) as copy:
            entered.set()
            assert go.wait(PATIENCE)
            yield copy

    monkeypatch.setattr("app.importer.run.rehearsal", wait_within)
    number = put(seeded_database, pages(2), Options(dry_run=True))
    before = lasting(seeded_database)
    with running(seeded_database):
        assert entered.wait(PATIENCE)
        begun = time.monotonic()
        with seeded_database.write():
            assert time.monotonic() - begun < 1
        assert list(seeded_database.path.parent.glob("*rehearsal*")) != []
        go.set()
        wait(seeded_database, number)
    assert job(seeded_database, number).counts == '{"created": 2}'
    assert list(seeded_database.path.parent.glob("*rehearsal*")) == []
    assert lasting(seeded_database) == before


@pytest.mark.parametrize(("error", "attempts"), [(DatabaseBusy, 1), (DatabaseFailed, 2)])
def test_an_import_that_the_database_lets_down_is_tried_again(
    empty_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    error: type[DatabaseFailed],
    attempts: int,
) -> None:
    """Others that write for long are no fault of the import, and do not count against it."""
    monkeypatch.setattr(runner, "_RETRY_SECONDS", 0.02)
    seen = []

    def count(database: Database, job_id: int) -> int:
        seen.append(job(database, job_id).attempts)
        if len(seen) == 1:
            raise error("Not now.")
        return count_sent(database, job_id)

    monkeypatch.setattr("app.jobs.work.count_sent", count)
    number = put(empty_database, pages(1))
    with running(empty_database):
        wait(empty_database, number)
    assert job(empty_database, number).state == "done"
    assert seen == [1, attempts]


def test_copies_that_dead_processes_left_are_removed(seeded_database: Database) -> None:
    left = seeded_database.path.with_name(f"{seeded_database.path.name}-rehearsal.0a1b.partial")
    left.write_bytes(b"")
    at_work = left.with_name(f"{seeded_database.path.name}-rehearsal.2c3d.partial")
    at_work.write_bytes(b"")
    os.utime(left, (0, 0))
    number = put(seeded_database, pages(1))
    with running(seeded_database):
        wait(seeded_database, number)
    assert not left.exists()
    assert at_work.exists()


def test_other_writers_get_their_turn_while_an_import_runs(empty_database: Database) -> None:
    number = put(empty_database, {"a.zip": make_archive(pages(400))})
    waits = []
    with running(empty_database):
        while job(empty_database, number).state in ("waiting", "running"):
            begun = time.monotonic()
            with empty_database.write():
                waits.append(time.monotonic() - begun)
            time.sleep(0.01)
    assert max(waits) < 8


def test_work_that_another_process_took_in_is_found(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "LOOK_SECONDS", 0.05)
    with running(empty_database):
        time.sleep(0.1)
        wait(empty_database, put(empty_database, pages(1)))


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_long_list_is_stopped_in_its_midst_and_tells_how_far_it_was(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, dry_run: bool
) -> None:
    monkeypatch.setattr("app.importer.lists._BATCH", 10)
    monkeypatch.setattr(pulse, "BEAT_SECONDS", 0.02)
    rows = "".join(f"Projekt {n};Exempelkommunen;2020/{n:05d}\n" for n in range(3_000))
    listed = {"a.csv": f"Namn;Projektägare;Diarienummer\n{rows}"}
    number = put(empty_database, listed, Options(dry_run=dry_run))
    with running(empty_database):
        deadline = time.monotonic() + PATIENCE
        while not job(empty_database, number).rows:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        begun = time.monotonic()
    assert time.monotonic() - begun < 1
    wait(empty_database, number, "waiting")
    assert job(empty_database, number).done == 0
    assert (len(everything(empty_database)["project"]) > 0) != dry_run
