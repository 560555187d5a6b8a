"""A real server on a database file, in a process group of its own that can be killed as one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from app.settings import PREFIX
from tools.server import ROOT, free_port
from trials.door import Door, Unanswered

WORKERS = 2

_START_SECONDS = 60


class ServerFailed(Exception):
    """A server that ended by itself, or never answered."""


class Server:
    """`projektbank serve` with several worker processes; what it says goes to a file."""

    def __init__(self, file: Path, key: str) -> None:
        self.file, self.key, self.port = file, key, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def door(self) -> Door:
        """A new connection."""
        return Door(self.port, self.key)

    def start(self) -> float:
        """The seconds until it is ready; raises `ServerFailed`."""
        began = time.monotonic()
        arguments = ("serve", "--port", str(self.port), "--workers", str(WORKERS))
        with self.file.with_name("server.log").open("ab") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "app", *arguments),
                cwd=self.file.parent,
                env=environment(self.file),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait(self._process, began + _START_SECONDS)
        return time.monotonic() - began

    def kill(self) -> None:
        """`kill -9` for every process of it at once."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _wait(self, process: subprocess.Popen[bytes], deadline: float) -> None:
        with self.door() as door:
            while time.monotonic() < deadline:
                if process.poll() is not None:
                    raise ServerFailed(f"the server stopped with {process.returncode}")
                try:
                    if door.get("/health/ready").status == 200:
                        return
                except Unanswered:
                    time.sleep(0.02)
        raise ServerFailed("the server did not start")


def environment(file: Path) -> dict[str, str]:
    """Ours, without any setting of the product but its database, and time for a busy machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    given = {f"{PREFIX}DATABASE_URL": f"sqlite:///{file}", f"{PREFIX}QUERY_SECONDS": "60"}
    return {**kept, "PYTHONPATH": str(ROOT), **given}
