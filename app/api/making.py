"""A file on its way out: made in a thread of its own, one block ahead of the client.

What fails before the first block is an answer like any other. What fails behind it breaks the
connection off: nobody takes a part for the whole.
"""

import asyncio
import logging
import threading
from collections.abc import Generator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.sending import send_body
from app.api.service import Service
from app.api.waited_for import WaitedFor
from app.errors import ServerStopping, TooManyFiles
from app.exports.ahead import gathered
from app.exports.export import Export

MAX_FILES = 16
"""Files that one process makes at a time."""
_PIECE = 256 * 1024
"""Bytes that a client has half a minute for."""

log = logging.getLogger(__name__)


class Making:
    """One file, opened, made and closed on one thread; holds one of the places there are."""

    def __init__(self, service: Service) -> None:
        if service.files >= MAX_FILES:
            raise TooManyFiles(f"{MAX_FILES} files are on their way already; try again later.")
        self._thread = ThreadPoolExecutor(1, "file")
        self._thread.submit(int)  # starts it: where there is none to be had, nothing is held yet
        service.files += 1
        self.given_up = threading.Event()  # told to the thread, which looks at each block of rows
        self.service = service
        self._held = ExitStack()
        self._blocks: Generator[bytes] | None = None
        self._coming: Future[bytes] | None = None

    async def open(self, opened: AbstractContextManager[Export]) -> Export:
        """What is known of the file before its first byte; raises whatever opening it raises."""
        export = await asyncio.wrap_future(self._thread.submit(self._held.enter_context, opened))
        self._blocks = gathered(export.blocks())
        self._held.callback(self._blocks.close)
        return export

    async def next(self) -> bytes:
        """The next block, once it is made; none is empty but the last."""
        coming = self._coming or self._ahead()
        block = await asyncio.wrap_future(coming)
        self._coming = self._ahead() if block else None
        return block

    def close(self) -> None:
        """Ends it, wherever it is: its thread goes with the rows that it is at."""
        self.given_up.set()
        self._thread.submit(self._held.close)
        self._thread.shutdown(wait=False)
        self.service.files -= 1

    def _ahead(self) -> Future[bytes]:
        return self._thread.submit(next, self._blocks or iter(()), b"")


class FileAnswer(Response):
    """Sends a file whose first block is there; none is where only its headers are asked for."""

    def __init__(
        self, making: Making, first: bytes, headers: Mapping[str, str], media_type: str
    ) -> None:
        super().__init__(headers=headers, media_type=media_type)
        del self.headers["content-length"]  # nobody knows how long it will be
        self._making = making
        self._first = first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope
        waited_for = WaitedFor(self._making.service, receive)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await self._send(waited_for, send)
        except (ClientDisconnect, ServerStopping):
            log.info("a file was given up")
        finally:
            waited_for.close()
            self._making.close()

    async def _send(self, waited_for: WaitedFor, send: Send) -> None:
        block = self._first
        while block:
            for start in range(0, len(block), _PIECE):
                await send_body(send, memoryview(block)[start : start + _PIECE])
            block = await waited_for.get(self._making.next())
        await send_body(send, b"", more=False)
