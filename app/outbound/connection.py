"""Connections: a name is looked up here, every number that it has is checked, and the connection
goes to the number that was checked. So a name cannot mean another machine a moment later."""

import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

from httpcore2 import (
    SOCKET_OPTION,
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
    ReadTimeout,
    SyncBackend,
    TimeoutException,
    WriteTimeout,
)

from app.errors import AddressFailed
from app.outbound.addresses import is_public

_MAX_NUMBERS = 4
"""How many numbers of one name are tried."""


class Deadline:
    """The end of the time for one request, whatever it is waiting for."""

    def __init__(self) -> None:
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def bound(self, timeout: float | None, passed: type[TimeoutException]) -> float:
        """Seconds to wait at most; raises `passed` when the time is up."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise passed("the time for the whole answer is up")
        return left if timeout is None else min(timeout, left)


class BoundedStream(NetworkStream):
    """A connection of which no single step outlasts the deadline."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.bound(timeout, ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.bound(timeout, WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        left = self._deadline.bound(timeout, ConnectTimeout)
        return BoundedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the interface has it
        return self._stream.get_extra_info(info)


class CheckedBackend(NetworkBackend):
    """Opens connections to public machines only, unless `allow_private`."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._network = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """Raises `AddressFailed` where the name has no number, or one that is not public."""
        failure: ConnectError | ConnectTimeout = ConnectError(f"{host} has no number")
        for number in self._checked(host, port)[:_MAX_NUMBERS]:
            left = self._deadline.bound(timeout, ConnectTimeout)
            try:
                stream = self._network.connect_tcp(
                    number, port, left, local_address, socket_options
                )
            except (ConnectError, ConnectTimeout) as error:
                failure = error
            else:
                return BoundedStream(stream, self._deadline)
        raise failure

    def _checked(self, host: str, port: int) -> list[str]:
        """The numbers of a name; one that is not public makes the name suspect altogether."""
        numbers = numbers_of(host, port)
        if not self._allow_private and not all(map(is_public, numbers)):
            raise AddressFailed("address-private", f"{host} is in a private network")
        return numbers


def numbers_of(host: str, port: int) -> list[str]:
    """The IP addresses of a name, in the order in which to try them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        passing = error.errno == socket.EAI_AGAIN
        code = "connection-failed" if passing else "name-unresolved"
        raise AddressFailed(code, f"{host}: {error.strerror}") from error
    except (OSError, UnicodeError) as error:
        raise AddressFailed("name-unresolved", f"{host} cannot be looked up") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
