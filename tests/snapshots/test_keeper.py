"""When a server has a snapshot made: of data that changed and rests, by a process of its own."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.database import Database
from app.domain.record import now
from app.snapshots import keeper
from app.snapshots.keeper import QUIET, Keeper, Plan, is_due
from app.store.jobs import claim_job, end_job
from tests.jobs.queue import put
from tests.restoring.keeping import go_on, query
from tests.snapshots.kept import make, shelf_of, versions

PATIENCE = 60
DAY = timedelta(hours=24)


def due(database: Database, at: datetime, hours: float = 24) -> bool:
    with closing(database.reader()) as connection, connection.snapshot() as reader:
        return is_due(reader, shelf_of(database), at, hours)


def test_the_first_is_due_when_the_data_rests(seeded_database: Database) -> None:
    [[changed]] = query(seeded_database, "SELECT updated_at FROM dataset")
    at = datetime.fromisoformat(changed).replace(tzinfo=UTC)
    assert not due(seeded_database, at)
    assert not due(seeded_database, at + QUIET - timedelta(seconds=1))
    assert due(seeded_database, at + QUIET)


def test_an_empty_registry_needs_none(empty_database: Database) -> None:
    assert not due(empty_database, now() + DAY)


def test_the_next_is_due_when_the_data_changed_and_the_last_is_old(
    seeded_database: Database, tmp_path: Path
) -> None:
    make(seeded_database)
    assert not due(seeded_database, now() + 10 * DAY)
    go_on(seeded_database, tmp_path, 1)
    assert not due(seeded_database, now() + QUIET)
    assert due(seeded_database, now() + QUIET, hours=0.01)
    assert not due(seeded_database, now() + DAY - timedelta(minutes=1))
    assert due(seeded_database, now() + DAY)


def test_none_is_due_while_an_import_waits_or_runs(seeded_database: Database) -> None:
    later = now() + QUIET
    put(seeded_database, {"a.txt": "Nyheter"})
    assert not due(seeded_database, later)
    with seeded_database.write() as session:
        claimed = claim_job(session, "worker", now())
    assert claimed
    assert not due(seeded_database, later)
    with seeded_database.write() as session:
        end_job(session, claimed.hold, now())
    assert due(seeded_database, later)


@contextmanager
def keeping(database: Database, plan: Plan, count: int = 1) -> Iterator[None]:
    """Threads as of so many servers, which do not wait."""
    keepers = [Keeper(Database(database.url), shelf_of(database), plan) for _ in range(count)]
    for one in keepers:
        one.start()
    try:
        yield
    finally:
        for one in keepers:
            one.stop()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "QUIET", timedelta(seconds=0.2))
    monkeypatch.setattr(keeper, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(keeper, "_RETRY_SECONDS", 0.2)


def wait(database: Database, *expected: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while versions(database) != list(expected):
        assert time.monotonic() < deadline, versions(database)
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.usefixtures("hurried")
def test_servers_make_one_together_and_another_when_the_data_changed(
    seeded_database: Database, tmp_path: Path
) -> None:
    with keeping(seeded_database, Plan(hours=0.0001, keep=1), count=2):
        wait(seeded_database, 5)
        go_on(seeded_database, tmp_path, 1)
        wait(seeded_database, 6)


@pytest.mark.usefixtures("hurried")
def test_with_no_hours_none_is_made(seeded_database: Database) -> None:
    with keeping(seeded_database, Plan(hours=0, keep=1)):
        time.sleep(1)
    assert not shelf_of(seeded_database).folder.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("hurried")
def test_a_server_that_ends_does_not_wait_for_it(seeded_database: Database) -> None:
    with keeping(seeded_database, Plan(hours=24, keep=1)):
        time.sleep(0.5)  # it has begun
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    assert versions(seeded_database) in ([], [5])
    make(seeded_database)
    assert shelf_of(seeded_database).partial() == []


@pytest.mark.slow
@pytest.mark.usefixtures("hurried")
def test_one_that_cannot_be_made_is_told_and_tried_again(
    seeded_database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    shelf = shelf_of(seeded_database)
    with shelf.claimed(), keeping(seeded_database, Plan(hours=24, keep=1)):
        deadline = time.monotonic() + PATIENCE
        told = ""
        while "no snapshot was made: Another process" not in told:
            assert time.monotonic() < deadline
            time.sleep(0.05)
            told += capfd.readouterr().err
    with keeping(seeded_database, Plan(hours=24, keep=1)):
        wait(seeded_database, 5)
