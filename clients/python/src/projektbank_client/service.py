"""Where the service is and how it is asked: address, key, timeouts, requests out of calls."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import httpx

from projektbank_client.calls import Call, Part
from projektbank_client.errors import NotAskable
from projektbank_client.patience import Patience

KEY_VARIABLE = "PROJEKTBANK_KEY"
"""The environment variable that a key is taken from where none is given."""
_CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Service:
    """What both clients are made of; nothing of it shows the key."""

    base: str
    timeout: float
    patience: Patience
    key: str = field(repr=False)

    @classmethod
    def at(cls, base: str, key: str | None, timeout: float, patience: Patience) -> "Service":
        """Raises `NotAskable` for what is no address of a service, or cannot be a key."""
        key = os.environ.get(KEY_VARIABLE, "") if key is None else key
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise NotAskable("The key has characters that no key has.")  # and is not shown
        return cls(_checked(base), timeout, patience, key)

    @property
    def headers(self) -> dict[str, str]:
        """What goes with every request."""
        agent = {"User-Agent": "projektbank-client"}
        return {**agent, "Authorization": f"Bearer {self.key}"} if self.key else agent

    @contextmanager
    def request(
        self, client: httpx.Client | httpx.AsyncClient, call: Call[Any]
    ) -> Iterator[httpx.Request]:
        """The request for a call, as long as the files that it sends are open; raises `OSError`
        where one cannot be. They are read as they are sent, so little at a time that no thread is
        worth its while, in async code neither."""
        address = f"{self.base}{call.path}{'?' if call.query else ''}{call.query}"
        headers = httpx.Headers(call.headers, encoding="utf-8")  # for the reason of a change
        limits = httpx.Timeout(
            self.timeout,
            connect=min(self.timeout, _CONNECT_SECONDS),
            read=max(self.timeout, call.quiet),
        )
        with ExitStack() as files:
            form = [(part.name, (part.filename, _opened(part, files))) for part in call.parts]
            yield client.build_request(
                call.method,
                address,
                headers=headers,
                content=call.content,
                files=form or None,
                timeout=limits,
            )


def _opened(part: Part, files: ExitStack) -> bytes | BinaryIO:
    if isinstance(part.content, Path):
        return files.enter_context(part.content.open("rb"))
    return part.content


def _checked(base: str) -> str:
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotAskable("The address of a service begins with https:// or http:// and a name.")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise NotAskable("The address of a service is that alone; a key is given as key=.")
    return base.rstrip("/")
