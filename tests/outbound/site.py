"""A small site on this machine: what it answers is set a path, what it was asked is kept."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    at: float


Write = Callable[[bytes], object]
Route = Callable[[Asked, Write], None]


@dataclass
class Site:
    """`routes` by path and query; a path without one is 404, robots.txt too."""

    address: str
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def at(self, path: str) -> str:
        return f"{self.address}{path}"

    def page(self, path: str, content: str | bytes, status: int = 200, **headers: str) -> None:
        """Answers with the same page each time; a header's blanks are written as `_`."""
        self.routes[path] = answering(content, status, **headers)

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]


def answering(content: str | bytes, status: int = 200, **headers: str) -> Route:
    """A route of one answer, HTML unless said otherwise."""
    body = content.encode() if isinstance(content, str) else content
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    told = {"Content-Type": "text/html; charset=utf-8", **named}

    def answer(_asked: Asked, write: Write) -> None:
        lines = [f"HTTP/1.1 {status} -", *(f"{name}: {value}" for name, value in told.items())]
        lines += [f"Content-Length: {len(body)}", "", ""]
        write("\r\n".join(lines).encode() + body)

    return answer


def raw(content: bytes) -> Route:
    """A route that writes these very bytes and hangs up."""

    def answer(_asked: Asked, write: Write) -> None:
        write(content)
        raise ConnectionAbortedError

    return answer


def in_turn(*routes: Route) -> Route:
    """Another answer each time; the last one stays."""
    left = list(routes)

    def answer(asked: Asked, write: Write) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(asked, write)

    return answer


def dripping(head: bytes, drop: bytes, seconds: float) -> Route:
    """Writes a drop every now and then, without end."""

    def answer(_asked: Asked, write: Write) -> None:
        write(head)
        while True:
            write(drop)
            time.sleep(seconds)

    return answer


@contextmanager
def open_site(*, tls: trustme.CA | None = None) -> Iterator[Site]:
    """The site, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = Asked(self.path, dict(self.headers.items()), time.monotonic())
            site.asked.append(asked)
            try:
                site.routes.get(self.path, answering("", 404))(asked, self.wfile.write)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is no error."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.issue_cert("localhost").configure_cert(context)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        host = "https://localhost" if tls else "http://127.0.0.1"
        site = Site(f"{host}:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
