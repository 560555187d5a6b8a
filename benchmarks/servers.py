"""Starts contenders on free ports of this machine, asks them, and stops them."""

import http.client
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

from benchmarks.asks import Request
from benchmarks.contenders import Contender, Files

_START_SECONDS = 120
_ANSWER_SECONDS = 120
_STOP_SECONDS = 5


class ServerFailed(Exception):
    """A server that ended or never answered, or an answer that is an error."""


@dataclass(frozen=True, slots=True)
class Server:
    """A contender at work; `ready_after` are the seconds from its start to its first answer."""

    port: int
    process: int
    ready_after: float

    @property
    def host(self) -> str:
        """What requests name as their host."""
        return f"127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://{self.host}"


Servers = Mapping[Contender, Server]


@contextmanager
def started(contenders: Iterable[Contender], files: Files) -> Iterator[Servers]:
    """Every contender, once all of them answer."""
    with ExitStack() as running:
        launched = {
            one: running.enter_context(_launched(one, files)) for one in dict.fromkeys(contenders)
        }
        yield {
            one: Server(port, process.pid, _wait(process, port, began, one, _log(one, files)))
            for one, (process, port, began) in launched.items()
        }


def send(server: Server, request: Request) -> tuple[http.client.HTTPResponse, bytes]:
    """One answer with its body; raises `ServerFailed` where it is an error."""
    response, body = _exchange(server.port, request)
    if response.status >= http.client.BAD_REQUEST:
        told = body[:300].decode(errors="replace")
        raise ServerFailed(f"{request.method} {request.path}: {response.status} {told}")
    return response, body


@contextmanager
def _launched(
    contender: Contender, files: Files
) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    port = _free_port()
    command, environment = contender.launch(files, port)
    began = time.perf_counter()
    with (
        _log(contender, files).open("wb") as log,
        subprocess.Popen(
            command, cwd=files.product.parent, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            yield process, port, began
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _log(contender: Contender, files: Files) -> Path:
    """What it says; told where it fails."""
    return files.product.with_name(f"{contender.name}.log")


def _exchange(port: int, request: Request) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWER_SECONDS)
    with closing(connection):
        connection.request(
            request.method, request.path, request.body.encode() or None, dict(request.headers)
        )
        response = connection.getresponse()
        return response, response.read()


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait(
    process: subprocess.Popen[bytes], port: int, began: float, contender: Contender, log: Path
) -> float:
    """Seconds until it answered; raises `ServerFailed` with the last that it said."""
    while time.perf_counter() - began < _START_SECONDS:
        if process.poll() is not None:
            break
        try:
            response, _ = _exchange(port, Request(contender.ready))
        except OSError:
            time.sleep(0.01)
        else:
            if response.status == http.client.OK:
                return time.perf_counter() - began
            time.sleep(0.01)
    said = log.read_text("utf-8", "replace").strip().rpartition("\n")[2]
    raise ServerFailed(f"{contender.name} did not start: {said}")
