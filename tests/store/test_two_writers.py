"""Writers at once, in threads and in processes, over real HTTP: none loses what another wrote."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

import httpx2
import pytest

from app.database import Database
from app.domain.keys import Scope
from app.main import create_app
from app.settings import Settings
from tests.api.keys import bearer, make_key
from tests.serving import serve
from tests.store.integrity.test_laws import breaches
from tests.store.rows import changes, stored_project, versions_of
from tools.server import ROOT, free_port

KEY = "2020-00713"
FIELD = "planned_participants"
WRITERS = 4
EACH = 6


@dataclass(frozen=True)
class Acknowledged:
    """A write that was answered with success: the version that it made, and the value."""

    version: int
    value: int


class Writer:
    """One of many, with a connection of its own."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client
        self.refused = 0

    def read(self) -> tuple[dict[str, Any], str]:
        answer = self._client.get(f"/v1/projects/{KEY}")
        assert answer.status_code == 200, answer.text
        return answer.json(), answer.headers["ETag"]

    def add_one(self, method: str) -> Acknowledged:
        """Reads, adds one and writes, until nobody came in between."""
        while True:
            record, tag = self.read()
            value = record[FIELD] + 1
            body = record | {FIELD: value} if method == "PUT" else {FIELD: value}
            answer = self._client.request(
                method, f"/v1/projects/{KEY}", json=body, headers={"If-Match": tag}
            )
            if answer.status_code == 200:
                return _acknowledged(answer)
            assert answer.status_code == 412, answer.text
            self.refused += 1

    def set_to(self, value: int) -> Acknowledged:
        answer = self._client.patch(f"/v1/projects/{KEY}", json={FIELD: value})
        assert answer.status_code == 200, answer.text
        return _acknowledged(answer)


def _acknowledged(answer: httpx2.Response) -> Acknowledged:
    record = answer.json()
    return Acknowledged(record["version"], record[FIELD])


@contextmanager
def in_threads(database: Database) -> Iterator[str]:
    with serve(create_app(Settings(database_url=database.url))) as address:
        yield address


@contextmanager
def in_processes(database: Database) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "app", "serve", "--workers", "2", "--port", str(port)]
    settings = {"PROJEKTBANK_DATABASE_URL": database.url, "PROJEKTBANK_LOG_LEVEL": "warning"}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | settings) as server:
        try:
            _wait_until_ready(address, server)
            yield address
        finally:
            server.terminate()


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended while starting"
        try:
            httpx2.get(f"{address}/health/ready").raise_for_status()
        except httpx2.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not start in time")


def write_at_once(
    address: str, key: str, work: Callable[[Writer, int], list[Acknowledged]]
) -> tuple[list[Acknowledged], int]:
    """What all writers were told, by version, and how often one was refused."""

    def run(number: int) -> tuple[list[Acknowledged], int]:
        with httpx2.Client(base_url=address, headers=bearer(key), timeout=30) as client:
            writer = Writer(client)
            return work(writer, number), writer.refused

    with ThreadPoolExecutor(WRITERS) as pool:
        told = list(pool.map(run, range(WRITERS)))
    done = chain.from_iterable(acknowledged for acknowledged, _ in told)
    return sorted(done, key=lambda one: one.version), sum(refused for _, refused in told)


def check_history(database: Database, told: list[Acknowledged]) -> None:
    """Each success made the one next version, and that is the value it stood for."""
    assert [one.version for one in told] == list(range(2, len(told) + 2))
    assert [one.version for one in versions_of(database, KEY)] == list(range(1, len(told) + 2))
    feed = [one for one in changes(database) if one.project_id == KEY]
    assert [one.version for one in feed] == list(range(1, len(told) + 2))
    assert stored_project(database, KEY).planned_participants == told[-1].value
    assert breaches(database) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("served", "method"), [(in_threads, "PUT"), (in_threads, "PATCH"), (in_processes, "PATCH")]
)
def test_no_acknowledged_write_is_lost(
    golden_database: Database, served: Callable[[Database], Any], method: str
) -> None:
    key = make_key(golden_database, Scope.WRITE)
    before = stored_project(golden_database, KEY).planned_participants or 0
    with served(golden_database) as address:
        told, refused = write_at_once(
            address, key, lambda writer, _: [writer.add_one(method) for _ in range(EACH)]
        )
    assert len(told) == WRITERS * EACH
    assert [one.value for one in told] == list(range(before + 1, before + len(told) + 1))
    assert refused > 0, "nobody came in between: the test shows nothing"
    check_history(golden_database, told)


@pytest.mark.slow
def test_without_a_condition_the_last_one_wins(golden_database: Database) -> None:
    key = make_key(golden_database, Scope.WRITE)
    with in_threads(golden_database) as address:
        told, _ = write_at_once(
            address,
            key,
            lambda writer, number: [writer.set_to(1000 * (number + 1) + n) for n in range(EACH)],
        )
    assert {one.value for one in told} == {
        1000 * (number + 1) + n for number in range(WRITERS) for n in range(EACH)
    }
    check_history(golden_database, told)
