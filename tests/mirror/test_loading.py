"""Many records are loaded behind the scenes; meanwhile every answer that is given is right."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import Database
from app.errors import StillLoading
from app.mirror import loading
from app.mirror import mirror as mirrors
from app.mirror.mirror import Mirror
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from tests.api.conftest import open_client
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.mirror.mirrored import Mirrored, check
from tests.mirror.states import snapshot_of
from tests.mirror.test_living_along import ASKED, total

AT_ONCE = 3


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three records are many."""
    monkeypatch.setattr(mirrors, "AT_ONCE", AT_ONCE)
    monkeypatch.setattr(loading, "AT_ONCE", AT_ONCE)


@pytest.fixture
def mirror(golden_database: Database) -> Iterator[Mirror]:
    """A mirror of twelve records."""
    mirror = Mirror(golden_database)
    yield mirror
    mirror.stop()


def test_until_the_records_are_loaded_the_database_answers(
    golden_database: Database, mirror: Mirror
) -> None:
    with snapshot_of(golden_database) as snapshot:
        mirrored = Mirrored(snapshot, mirror)
        with pytest.raises(StillLoading):
            mirrored.found(parse_query(PROJECTS, ""))
        told, held = mirrored.totals(parse_query(PROJECTS, "budget=1..&region__ne=SE11"))
        assert told == held
        wait_for(mirror)
        assert total(mirror, snapshot) == 12
        check(mirrored, *ASKED)


def test_until_then_searches_wait_that_the_database_would_rank_hit_by_hit(
    golden_database: Database, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading.Loading, "take", lambda _: None)  # it never ends
    with snapshot_of(golden_database) as snapshot:
        mirrored = Mirrored(snapshot, mirror)
        assert mirrored.page(parse_query(PROJECTS, "region=SE12")) is None
        assert mirrored.page(parse_query(PROJECTS, "q=projekt&sort=id")) is None
        with pytest.raises(StillLoading):
            mirrored.page(parse_query(PROJECTS, "q=projekt"))


def test_few_changes_are_read_at_once_and_many_behind_the_scenes(
    golden_database: Database, mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load, may_load = loading._loaded, threading.Event()
    monkeypatch.setattr(loading, "_loaded", lambda reader: may_load.wait(9) and load(reader))
    with snapshot_of(golden_database) as snapshot:
        mirror.start(snapshot)
    with pytest.raises(StillLoading):
        mirror.require_ready()
    may_load.set()
    wait_for(mirror)
    mirror.require_ready()
    for number, many in enumerate((1, AT_ONCE, AT_ONCE + 1)):
        pages = [make_page(Diarienummer=f"2020/1{number}{place:03}") for place in range(many)]
        import_contents(golden_database, tmp_path, *pages)
        with snapshot_of(golden_database) as snapshot:
            if many > AT_ONCE:
                with pytest.raises(StillLoading):
                    total(mirror, snapshot)
                wait_for(mirror)
            check(Mirrored(snapshot, mirror), *ASKED)


def test_what_is_written_while_records_are_loaded_is_there_too(
    golden_database: Database, mirror: Mirror, tmp_path: Path
) -> None:
    with snapshot_of(golden_database) as snapshot:
        mirror.start(snapshot)
        wait_for(mirror)
    import_contents(golden_database, tmp_path, make_page())
    with snapshot_of(golden_database) as snapshot:
        assert total(mirror, snapshot) == 13
        check(Mirrored(snapshot, mirror), *ASKED)


def test_the_service_is_not_ready_before_its_records_are_loaded(
    golden_database: Database,
) -> None:
    with open_client(golden_database) as client:
        answers = [client.get("/health/ready")]
        while answers[-1].status_code != 200:
            answers.append(client.get("/health/ready"))
        assert {one.json()["code"] for one in answers[:-1]} <= {"still-loading"}
        assert client.get("/v1/projects?region=SE11&fields=id").json()["total"] > 0


def test_a_loading_that_failed_is_begun_again(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Database("sqlite:///not/there.db")
    mirror = Mirror(golden_database)
    mirror._loading = loading.Loading(elsewhere)
    with snapshot_of(golden_database) as snapshot:
        for _ in range(2):
            with pytest.raises(StillLoading):
                total(mirror, snapshot)
            wait_for(mirror)
        mirror.require_ready()  # nothing is under way: the next question says so, or begins
        monkeypatch.setattr(mirror._loading, "_database", golden_database)
        with pytest.raises(StillLoading):
            total(mirror, snapshot)
        wait_for(mirror)
        assert total(mirror, snapshot) == 12


def wait_for(mirror: Mirror) -> None:
    """Until nothing is being loaded."""
    deadline = time.monotonic() + 20
    while mirror._loading.is_busy:
        assert time.monotonic() < deadline
        time.sleep(0.01)
