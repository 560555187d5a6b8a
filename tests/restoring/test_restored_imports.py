"""Imports of a backup: what was promised then is done after the restore, by whoever is there."""

from app.backup.backups import make_backup
from app.database import Database
from app.domain.record import now
from app.restoring.restore import restore
from app.store.jobs import claim_job, record_results
from tests.jobs.queue import job, put
from tests.jobs.test_runner import pages, positions, running, wait
from tests.store.rows import everything

RESULT = {"document": "0.txt", "outcome": "created", "id": "2020-00000"}


def test_an_import_that_was_running_is_done_after_the_restore(empty_database: Database) -> None:
    number = put(empty_database, pages(4))
    with empty_database.write() as session:
        claimed = claim_job(session, "before", now())
    assert claimed
    backup = make_backup(empty_database.path)
    with empty_database.write() as session:
        record_results(session, claimed.hold, [RESULT] * 3, now())
    restore(empty_database, backup.path, lambda _: None)
    with empty_database.write() as session:
        assert not record_results(session, claimed.hold, [RESULT], now())
    assert job(empty_database, number).state == "waiting"
    with running(empty_database):
        wait(empty_database, number)
    assert (job(empty_database, number).counts, positions(empty_database)) == (
        '{"created": 4}',
        [0, 1, 2, 3],
    )
    assert len(everything(empty_database)["project"]) == 4


def test_an_import_that_came_after_the_backup_is_gone_with_what_it_did(
    empty_database: Database,
) -> None:
    backup = make_backup(empty_database.path)
    number = put(empty_database, pages(3))
    with running(empty_database):
        wait(empty_database, number)
        restore(empty_database, backup.path, lambda _: None)
        assert everything(empty_database)["import_job"] == []
        again = put(empty_database, pages(1))
        wait(empty_database, again)
    assert len(everything(empty_database)["project"]) == 1
