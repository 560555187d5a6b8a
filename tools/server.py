"""A real server on a fresh database with the packaged documents, for examples and tests."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
_START_SECONDS = 30


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Place(NamedTuple):
    """Where commands work on the same database as a server: the folder and the environment."""

    folder: str
    environment: Mapping[str, str]

    def run(self, *words: str) -> str:
        """What a command of ours prints."""
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "app", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


class Server(NamedTuple):
    """Where a running server answers, a key to it that may do everything, its process, and where
    commands reach its database."""

    base: str
    key: str
    process: subprocess.Popen[bytes]
    place: Place


@contextmanager
def seeded_server(**settings: str) -> Iterator[str]:
    """The base address of `projektbank run`; settings are names without prefix, in lower case."""
    with keyed_server(**settings) as server:
        yield server.base


@contextmanager
def keyed_server(**settings: str) -> Iterator[Server]:
    """The same, with an admin key."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        given = {"database_url": f"sqlite:///{folder}/projektbank.db", **settings}
        environment = {**os.environ, "PYTHONPATH": str(ROOT)} | {
            f"PROJEKTBANK_{name.upper()}": value for name, value in given.items()
        }
        place = Place(folder, environment)
        made = place.run("keys", "create", "--scope", "admin", "--name", "Exempel")
        key = made.splitlines()[-1]
        command = [sys.executable, "-m", "app", "run", "--port", str(port)]
        with subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL
        ) as process:
            try:
                yield Server(_wait(process, f"http://127.0.0.1:{port}"), key, process, place)
            finally:
                process.terminate()


def _wait(process: subprocess.Popen[bytes], base: str) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{base}/health/ready"):  # noqa: S310 - our own address
                return base
        except urllib.error.URLError:
            time.sleep(0.05)
    raise TimeoutError("the server did not start")
