"""Turns to write between processes: who waits is next, and nobody waits for the dead."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.database import Database
from app.errors import DatabaseBusy, DatabaseFailed
from app.turnstile import Turnstile
from tests.test_database import raise_version, version_of

WRITER = """
import sys, time
from app.database import Database
database = Database(sys.argv[1])
print("writing", flush=True)
while True:
    with database.write():
        time.sleep(0.05)
"""
STANDER = """
import sys, time
from pathlib import Path
from app.turnstile import Turnstile
with Turnstile(Path(sys.argv[1])).stand(time.monotonic() + 5):
    print("standing", flush=True)
    time.sleep(60)
"""


def start(program: str, argument: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, argument],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    return process


def test_a_process_that_writes_without_a_pause_lets_another_in_each_time(
    empty_database: Database,
) -> None:
    other = start(WRITER, empty_database.url)
    try:
        waits = []
        for _ in range(20):
            began = time.monotonic()
            with empty_database.write() as session:
                raise_version(session)
            waits.append(time.monotonic() - began)
    finally:
        other.send_signal(signal.SIGKILL)
        other.communicate()
    assert version_of(empty_database) == 20
    assert max(waits) < 5, waits


def test_a_gate_is_free_again_when_the_process_in_it_dies(tmp_path: Path) -> None:
    database = tmp_path / "projektbank.db"
    other = start(STANDER, str(database))
    try:
        with pytest.raises(DatabaseBusy), Turnstile(database).stand(time.monotonic() + 0.05):
            pytest.fail("two stand in one gate")
    finally:
        other.send_signal(signal.SIGKILL)
        other.communicate()
    with Turnstile(database).stand(time.monotonic()):
        pass


def test_a_gate_that_cannot_be_made_is_a_plain_failure(tmp_path: Path) -> None:
    with (
        pytest.raises(DatabaseFailed, match="db-turn cannot be opened"),
        Turnstile(tmp_path / "borta" / "projektbank.db").stand(time.monotonic()),
    ):
        pytest.fail("there is no such folder")
