"""Asks one address once: no redirect is followed here, no cookie kept, no proxy used."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType, TracebackType
from typing import Self

import httpcore2
from httpx2 import URL

from app.errors import AddressFailed
from app.outbound.addresses import canonical, is_usual_port, joined, port_of
from app.outbound.body import ACCEPTED, read_body
from app.outbound.connection import CheckedBackend, Deadline

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_UNREAD_BYTES = 65_536
"""How much of a body that nobody wants is read to keep the connection."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may take: bytes, unpacked or not, and seconds."""

    size: int = 20_000_000
    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at an address; names of headers in lower case, `content` of status 200 alone."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def target(self) -> str | None:
        """Where a redirect leads; raises `AddressFailed` where no redirect may lead."""
        location = self.headers.get("location")
        if self.status not in REDIRECTS or location is None:
            return None
        target = joined(self.url, location)
        if self.url.startswith("https:") and target.startswith("http:"):
            raise AddressFailed("address-invalid", "a redirect from https:// to http://")
        return target


class Client:
    """Asks addresses, one after the other; not for several threads."""

    def __init__(
        self, user_agent: str, *, allow_private: bool = False, limits: Limits | None = None
    ) -> None:
        self._user_agent = user_agent
        self._allow_private = allow_private
        self._limits = limits or Limits()
        self._deadline = Deadline()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpcore2.default_ssl_context(),
            max_connections=4,
            keepalive_expiry=30,
            network_backend=CheckedBackend(self._deadline, allow_private=allow_private),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._pool.close()

    def get(self, address: str, headers: Mapping[str, str] = _NO_HEADERS) -> Answer:
        """The answer to GET; raises `AddressFailed` where the address may not be asked, and where
        there is no answer that can be read."""
        url = URL(canonical(address))
        if not self._allow_private and not is_usual_port(url):
            raise AddressFailed("address-invalid", f"port {port_of(url)} is not 80 or 443")
        request = self._request(url, headers)
        self._deadline.start(self._limits.total)
        with _failures():
            response = self._pool.handle_request(request)
            try:
                return self._read(str(url), response)
            finally:
                response.close()

    def _request(self, url: URL, headers: Mapping[str, str]) -> httpcore2.Request:
        sent = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": self._user_agent,
            "Accept": "*/*",
            "Accept-Language": "sv",
            "Accept-Encoding": ACCEPTED,
        }
        connect, read = self._limits.connect, self._limits.read
        timeouts = {"connect": connect, "read": read, "write": read, "pool": connect}
        return httpcore2.Request(
            "GET",
            httpcore2.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=list({**sent, **headers}.items()),
            extensions={"timeout": timeouts},
        )

    def _read(self, address: str, response: httpcore2.Response) -> Answer:
        headers = _headers_of(response)
        if response.status != 200:
            _drain(response.iter_stream())
            return Answer(address, response.status, headers)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self._limits.size:
            raise AddressFailed("too-large", f"{length[:20]} bytes, more than {self._limits.size}")
        encoding = headers.get("content-encoding", "").strip().lower()
        content = read_body(response.iter_stream(), encoding, self._limits.size)
        return Answer(address, response.status, headers, content)


def _headers_of(response: httpcore2.Response) -> dict[str, str]:
    """Each header once, its values joined by commas."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _drain(chunks: Iterator[bytes]) -> None:
    """Reads the little that an error or a redirect says, so that the connection can be kept."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _UNREAD_BYTES:
            return


@contextmanager
def _failures() -> Iterator[None]:
    """What goes wrong on the way, as `AddressFailed`."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise AddressFailed("timed-out", "no complete answer in time") from error
    except httpcore2.NetworkError as error:
        met = error.args[0] if error.args else None
        if isinstance(met, ssl.SSLError):
            detail = getattr(met, "verify_message", None) or met.reason
            raise AddressFailed("tls-failed", str(detail)) from error
        raise AddressFailed("connection-failed", str(error)) from error
    except httpcore2.ProtocolError as error:
        raise AddressFailed("answer-malformed", str(error)[:200]) from error
