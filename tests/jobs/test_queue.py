"""The life of an import in the database: in order, one at a time, never lost, never endless."""

import io
from contextlib import closing
from datetime import timedelta

import pytest

from app.database import Database
from app.domain.record import now
from app.errors import TooManyImports
from app.importer.incoming import Options
from app.jobs.receiving import File, take_in
from app.store import jobs
from app.store.jobs import (
    MAX_ATTEMPTS,
    STALE,
    Claimed,
    Hold,
    accept_job,
    add_piece,
    claim_job,
    end_job,
    note_total,
    open_job,
    record_results,
    release_all_jobs,
    release_job,
    touch_job,
)
from app.store.reports import is_work_free
from tests.jobs.queue import ORDER, job, put
from tests.store.rows import everything

RESULT = {"document": "a.txt", "outcome": "created", "id": "2020-00001"}


def claim(database: Database, worker: str, later: timedelta = timedelta()) -> Claimed | None:
    with database.write() as session:
        return claim_job(session, worker, now() + later)


def held(database: Database, worker: str, later: timedelta = timedelta()) -> Hold:
    claimed = claim(database, worker, later)
    assert claimed
    return claimed.hold


def record(database: Database, hold: Hold, count: int = 1) -> bool:
    with database.write() as session:
        return record_results(session, hold, [RESULT] * count, now())


def is_free(database: Database, later: timedelta = timedelta()) -> bool:
    with closing(database.reader()) as reader, reader.snapshot() as snapshot:
        return is_work_free(snapshot, now() + later - STALE)


def test_a_look_tells_whether_there_is_work_without_a_turn_to_write(
    empty_database: Database,
) -> None:
    assert not is_free(empty_database)
    put(empty_database, {"a.txt": "a"})
    assert is_free(empty_database)
    hold = held(empty_database, "a")
    put(empty_database, {"b.txt": "b"})
    assert not is_free(empty_database)
    assert is_free(empty_database, STALE + timedelta(seconds=1))
    with empty_database.write() as session:
        end_job(session, hold, now())
    assert is_free(empty_database)


def test_imports_are_done_in_the_order_in_which_they_came(empty_database: Database) -> None:
    numbers = [put(empty_database, {"a.txt": "a"}) for _ in range(3)]
    done = []
    while claimed := claim(empty_database, "a"):
        done.append(claimed.hold.job_id)
        with empty_database.write() as session:
            end_job(session, claimed.hold, now())
    assert done == numbers == [1, 2, 3]


def test_only_one_is_worked_on_at_a_time(empty_database: Database) -> None:
    put(empty_database, {"a.txt": "a"})
    put(empty_database, {"b.txt": "b"})
    hold = held(empty_database, "a")
    assert claim(empty_database, "b") is None
    assert claim(empty_database, "a") is None
    with empty_database.write() as session:
        end_job(session, hold, now())
    assert held(empty_database, "b").job_id == 2


def test_what_gives_no_sign_of_life_is_taken_over_with_what_was_recorded(
    empty_database: Database,
) -> None:
    put(empty_database, {"a.txt": "a"})
    first = held(empty_database, "a")
    assert record(empty_database, first, 3)
    assert claim(empty_database, "b", STALE - timedelta(seconds=2)) is None
    second = claim(empty_database, "b", STALE + timedelta(seconds=1))
    assert second == Claimed(Hold(1, "b"), ORDER, 3)
    with empty_database.write() as session:
        assert not touch_job(session, first, 0, now())
    assert not record(empty_database, first)
    with empty_database.write() as session:
        end_job(session, first, now())
        release_job(session, first, now())
    assert (job(empty_database, 1).state, job(empty_database, 1).worker) == ("running", "b")
    assert record(empty_database, second.hold, 2)
    assert [row[1] for row in everything(empty_database)["import_result"]] == [0, 1, 2, 3, 4]


def test_a_dry_run_that_is_taken_over_begins_anew(empty_database: Database) -> None:
    put(empty_database, {"a.txt": "a"}, Options(dry_run=True))
    record(empty_database, held(empty_database, "a"), 3)
    second = claim(empty_database, "b", STALE + timedelta(seconds=1))
    assert second
    assert second.done == 0
    assert everything(empty_database)["import_result"] == []


def test_what_is_put_back_is_taken_at_once(empty_database: Database) -> None:
    put(empty_database, {"a.txt": "a"})
    hold = held(empty_database, "a")
    with empty_database.write() as session:
        release_job(session, hold, now())
    assert held(empty_database, "b").job_id == 1


def test_an_import_that_ends_every_process_fails_at_last(empty_database: Database) -> None:
    put(empty_database, {"a.txt": "a"})
    for attempt in range(MAX_ATTEMPTS):
        held(empty_database, f"w{attempt}", (STALE + timedelta(seconds=1)) * (attempt + 1))
    late = (STALE + timedelta(seconds=1)) * (MAX_ATTEMPTS + 1)
    assert claim(empty_database, "x", late) is None
    failed = job(empty_database, 1)
    assert (failed.state, failed.detail) == ("failed", "It was begun 20 times without a result.")
    assert everything(empty_database)["import_upload"] == []
    put(empty_database, {"b.txt": "b"})
    assert held(empty_database, "x", late).job_id == 2


def test_an_import_that_comes_forward_may_be_taken_over_for_ever(empty_database: Database) -> None:
    put(empty_database, {"a.txt": "a"})
    for attempt in range(2 * MAX_ATTEMPTS):
        hold = held(empty_database, f"w{attempt}", (STALE + timedelta(seconds=1)) * (attempt + 1))
        assert record(empty_database, hold)
        with empty_database.write() as session:
            touch_job(session, hold, 0, now() + (STALE + timedelta(seconds=1)) * (attempt + 1))


def test_a_restore_has_every_import_wait_again(empty_database: Database) -> None:
    put(empty_database, {"a.txt": "a"})
    hold = held(empty_database, "a")
    with empty_database.write() as session:
        opened = open_job(session, now())
    with empty_database.write() as session:
        release_all_jobs(session)
    assert not record(empty_database, hold)
    with empty_database.write() as session:
        assert not accept_job(session, opened, ORDER, "", now())
    assert held(empty_database, "a").job_id == 1


def test_an_upload_that_never_came_whole_is_cleared(empty_database: Database) -> None:
    with empty_database.write() as session:
        add_piece(session, (open_job(session, now() - timedelta(hours=2)), 0, 0), "a", b"a")
    number = put(empty_database, {"b.txt": "b"})
    assert job(empty_database, number).state == "waiting"
    rows = everything(empty_database)
    assert (len(rows["import_job"]), [row[3] for row in rows["import_upload"]]) == (1, ["b.txt"])


def test_an_upload_that_cannot_be_read_leaves_nothing(empty_database: Database) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(size)

    with pytest.raises(OSError, match="1000000"):
        take_in(empty_database, [File("a.txt", Broken())])
    assert everything(empty_database)["import_job"] == []


def test_a_queue_has_an_end(empty_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MAX_WAITING", 2)
    put(empty_database, {"a.txt": "a"})
    put(empty_database, {"b.txt": "b"})
    with pytest.raises(TooManyImports):
        put(empty_database, {"c.txt": "c"})


@pytest.mark.parametrize(
    ("reports", "rows", "kept"), [(3, 100, [4, 5, 6, 7]), (9, 4, [5, 6, 7]), (9, 0, [6, 7])]
)
def test_the_oldest_reports_go(
    empty_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    reports: int,
    rows: int,
    kept: list[int],
) -> None:
    """The newest report stays, however long it is; one that waits is none yet."""
    monkeypatch.setattr(jobs, "MAX_REPORTS", reports)
    monkeypatch.setattr(jobs, "MAX_REPORT_ROWS", rows)
    for _ in range(6):
        put(empty_database, {"a.txt": "a"})
        hold = held(empty_database, "a")
        assert record(empty_database, hold, 4)
        with empty_database.write() as session:
            note_total(session, hold, 4)
            end_job(session, hold, now())
    put(empty_database, {"a.txt": "a"})
    everyone = everything(empty_database)
    assert [row[0] for row in everyone["import_job"]] == kept
    assert {row[0] for row in everyone["import_result"]} == set(kept[:-1])
