"""One connection to the service, as a program that writes to it holds it."""

import http.client
from typing import Self

from trials.write import Answer, Write

_SECONDS = 20


class Unanswered(Exception):
    """No answer came, no whole one, or none that tells anything."""


class Door:
    """For one thread; it connects anew after a connection has ended."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
        self._key = key

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, path: str) -> Answer:
        """An answer of any status; raises `Unanswered`."""
        return self._ask("GET", path, b"", {})

    def send(self, write: Write) -> Answer:
        """The answer to a write; raises `Unanswered`: whether it had its effect, nobody knows."""
        return self._ask(write.method, write.path, write.body, write.headers)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        headers = {**headers, "Authorization": f"Bearer {self._key}"}
        try:
            self._connection.request(method, path, body or None, headers)
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise Unanswered(f"{method} {path}: {type(error).__name__}") from error
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, names, content)
