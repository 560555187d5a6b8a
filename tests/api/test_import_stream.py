"""How far an import is, as it happens: whichever process does it, and no longer than it lasts."""

import json
import urllib.request
from collections.abc import Iterator

import pytest

from app.api.import_stream import Watching
from app.api.service import Service
from app.database import Database
from app.domain.keys import Scope
from app.domain.record import now
from app.settings import Settings
from app.store.jobs import claim_job, discard_job, end_job, record_results
from app.store.keys import revoke_key
from tests.api.keys import make_key
from tests.importer.archives import make_archive
from tests.jobs.queue import put
from tests.jobs.test_runner import pages
from tools.server import keyed_server

RESULT = {"document": "a.txt", "outcome": "created", "id": "2020-00001"}


@pytest.fixture
def service(empty_database: Database) -> Iterator[Service]:
    """A service that does no imports itself."""
    service = Service(Settings(database_url=empty_database.url), empty_database)
    yield service
    service.close()


def watch(service: Service) -> tuple[Watching, str]:
    key_id = make_key(service.database, Scope.WRITE).split("_")[1]
    return Watching(put(service.database, {"a.txt": "a"}), key_id, authors=False), key_id


def told(events: bytes) -> tuple[str, dict[str, object]]:
    name, data, *_ = events.decode().splitlines()
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_it_tells_what_is_new_and_at_last_the_end(service: Service) -> None:
    watching, _ = watch(service)
    name, job = told(watching.next_events(service)[0])
    assert (name, job["state"], job["by"]) == ("progress", "waiting", None)
    assert watching.next_events(service) == (b"", False)
    with service.database.write() as session:
        claimed = claim_job(session, "a", now())
        assert claimed
        record_results(session, claimed.hold, [RESULT], now())
    name, job = told(watching.next_events(service)[0])
    assert (name, job["state"], job["done"]) == ("progress", "running", 1)
    with service.database.write() as session:
        end_job(session, claimed.hold, now(), "It cannot be.")
    name, job = told(watching.next_events(service)[0])
    assert (name, job["state"], job["detail"], watching.ended) == (
        "done",
        "failed",
        "It cannot be.",
        True,
    )


def test_it_ends_with_the_key_that_opened_it(service: Service) -> None:
    watching, key_id = watch(service)
    with service.database.write() as session:
        revoke_key(session, key_id)
    assert watching.next_events(service) == (b"", False)
    assert watching.ended


def test_it_ends_when_the_import_is_there_no_more(service: Service) -> None:
    watching, _ = watch(service)
    with service.database.write() as session:
        discard_job(session, watching.job_id)
    assert watching.next_events(service) == (b"", False)
    assert watching.ended


@pytest.mark.slow
def test_every_process_tells_of_every_import() -> None:
    with keyed_server(workers="2") as server:
        headers = {"X-API-Key": server.key, "Content-Type": "application/zip"}
        for number in (1, 2, 3, 4):
            archive = make_archive(pages(40 * number))
            request = urllib.request.Request(f"{server.base}/v1/imports", archive, headers)
            with urllib.request.urlopen(request, timeout=20) as answer:
                assert json.load(answer)["id"] == number
            address = f"{server.base}/v1/imports/{number}/stream"
            stream = urllib.request.Request(address, headers=headers)
            with urllib.request.urlopen(stream, timeout=30) as response:
                data = [line[6:] for line in response if line.startswith(b"data: ")]
            steps = [json.loads(one)["done"] for one in data]
            assert steps == sorted(steps)
            assert (steps[-1], json.loads(data[-1])["state"]) == (40 * number, "done")
