"""`projektbank keys` and the first key, run as users run them."""

import re
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from app.database import Database
from app.domain.keys import Scope, digest_of
from app.store.keys import StoredKey, list_keys
from tests.test_cli import ROOT, Done, Run, check_plain_error, run
from tools.server import free_port

__all__ = ["run"]  # the fixture

KEY = re.compile(r"pb_([a-z2-7]{8})_[\w-]{43}", re.ASCII)


def stored(database: Database) -> list[StoredKey]:
    with closing(database.reader()) as reader, reader.snapshot() as snapshot:
        return list_keys(snapshot)


def create(run: Run, *more: str) -> Done:
    return run("keys", "create", "--scope", "write", "--name", "Kim Exempel", *more)


def test_a_new_key_stands_alone_on_the_last_line(run: Run, empty_database: Database) -> None:
    done = create(run, "--expires", "2999-12-31")
    assert (done.returncode, done.stderr) == (0, "")
    *told, key = done.stdout.splitlines()
    form = KEY.fullmatch(key)
    assert form
    [made] = stored(empty_database)
    assert (made.id, made.name, made.scope) == (form[1], "Kim Exempel", Scope.WRITE)
    assert made.sha256 == digest_of(key)
    until = "good until 2999-12-31T23:00:00Z. It is shown this once; keep it safe:"
    assert told == [f"Key {made.id} of scope write, {until}"]


@pytest.mark.usefixtures("empty_database")
def test_keys_are_listed_without_secrets_and_revoked(run: Run) -> None:
    key = create(run).stdout.splitlines()[-1]
    key_id = key[3:11]
    listed = run("keys", "list").stdout
    assert re.search(rf"^{key_id}  Kim Exempel  write  \S+Z +- +- +-$", listed, re.MULTILINE)
    assert key[12:] not in listed
    assert run("keys", "revoke", key_id).stdout == f"Key {key_id} is revoked.\n"
    revoked = run("keys", "list").stdout
    assert re.search(rf"^{key_id}  Kim Exempel  write  \S+Z +- +\S+Z +-$", revoked, re.MULTILINE)


@pytest.mark.parametrize("command", ["create", "list", "revoke"])
def test_the_help_of_a_key_command_has_an_example(run: Run, command: str) -> None:
    done = run("keys", command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Example: projektbank keys {command}" in done.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--expires", "2001-01-01"], "not in the future"),
        (["--expires", "i morgon"], "no date"),
        (["--scope", "root"], "root"),
        (["--name", ""], "needs a name"),
        (["--name", "å" * 101], "at most 100"),
        (["--name", "a\nb"], "control characters"),
    ],
)
def test_a_key_that_cannot_be_made_is_wrong_usage(
    run: Run, empty_database: Database, more: list[str], said: str
) -> None:
    assert said in check_plain_error(create(run, *more), 2)
    assert stored(empty_database) == []


@pytest.mark.usefixtures("empty_database")
def test_an_unknown_key_cannot_be_revoked(run: Run) -> None:
    assert check_plain_error(run("keys", "revoke", "nope"), 1) == "No key has this id."


@pytest.mark.slow
def test_the_first_start_prints_a_key_that_writes_and_later_ones_print_none(
    tmp_path: Path, empty_database: Database
) -> None:
    first, answer = _start_and_stop(tmp_path)
    [key] = [match[0] for match in KEY.finditer(first)]
    assert answer == 200
    [made] = stored(empty_database)
    assert (made.name, made.scope, made.sha256) == ("first run", Scope.WRITE, digest_of(key))
    assert "shown this once" in first
    assert "pb_" not in _start_and_stop(tmp_path)[0]
    assert len(stored(empty_database)) == 1


def _start_and_stop(folder: Path) -> tuple[str, int]:
    """What `projektbank run` prints before it serves, and the status of its answer."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "app", "run", "--port", str(port)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        while "running on" not in process.stderr.readline():
            assert process.poll() is None
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/projects") as answer:
            status: int = answer.status
        process.terminate()
        printed, _ = process.communicate(timeout=20)
    return printed, status
