"""Starts each contender under the same uvicorn on a free port of this machine, and stops it."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

from app.settings import PREFIX
from benchmarks.peers.tutorial import DATABASE
from benchmarks.questions import PATH

ROOT = Path(__file__).parents[1]
UVICORN = (
    "--host=127.0.0.1",
    "--loop=asyncio",
    "--http=httptools",
    "--log-level=warning",
    "--no-access-log",
    "--no-server-header",
)
_START_SECONDS = 30
_STOP_SECONDS = 5
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Asks this machine itself, whatever proxy is set."""


class ServerFailed(Exception):
    """A server that ended or never answered."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to serve the list: its application and how it is told its file."""

    name: str
    application: str
    variable: str
    address: str = "{path}"
    flags: tuple[str, ...] = ()

    def command(self, port: int) -> tuple[str, ...]:
        """The command line."""
        uvicorn = (sys.executable, "-m", "uvicorn", self.application, *self.flags, *UVICORN)
        return (*uvicorn, f"--port={port}")

    def environment(self, path: Path) -> Mapping[str, str]:
        """Ours, without any setting of the product but its database."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        return {**kept, "PYTHONPATH": str(ROOT), self.variable: self.address.format(path=path)}


PRODUCT = Contender(
    "product",
    "app.main:create_app",
    f"{PREFIX}DATABASE_URL",
    address="sqlite:///{path}",
    flags=("--factory",),
)
TUTORIAL = Contender("tutorial", "benchmarks.peers.tutorial:app", DATABASE)
BARE = Contender("bare", "benchmarks.peers.bare:app", DATABASE)
CONTENDERS = (PRODUCT, TUTORIAL, BARE)


@contextmanager
def started(files: Mapping[Contender, Path]) -> Iterator[Mapping[str, str]]:
    """The base address of each contender by its name, once all of them answer."""
    with ExitStack() as running:
        launched = {one: running.enter_context(_launched(one, files[one])) for one in files}
        for process, base in launched.values():
            _wait(process, base)
        yield {one.name: base for one, (_, base) in launched.items()}


@contextmanager
def _launched(contender: Contender, path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = _free_port()
    with subprocess.Popen(
        contender.command(port), cwd=path.parent, env=contender.environment(path)
    ) as process:
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def ask(base: str, question: str) -> bytes:
    """The body of one answer."""
    with _direct.open(f"{base}{PATH}?{question}", timeout=_START_SECONDS) as response:
        body: bytes = response.read()
        return body


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], base: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerFailed(f"a server stopped with {process.returncode}")
        try:
            ask(base, "limit=1")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise ServerFailed("a server did not start")
