"""Whether anybody still waits for an answer that takes long: the client may go, the server stop."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from app.api.sending import until_gone
from app.api.service import Service
from app.errors import ServerStopping

_GLANCE_SECONDS = 0.2
"""Between two looks whether the server stops."""
Made = TypeVar("Made")


class WaitedFor:
    """Watches one client; to be closed."""

    def __init__(self, service: Service, receive: Receive) -> None:
        self._service = service
        self._gone = asyncio.create_task(until_gone(receive))

    async def get(self, making: Awaitable[Made]) -> Made:
        """What comes of it; given up with `ClientDisconnect` where the client goes meanwhile, with
        `ServerStopping` where the server is told to stop."""
        task = asyncio.ensure_future(making)
        try:
            while True:
                await asyncio.wait(
                    {task, self._gone},
                    timeout=_GLANCE_SECONDS,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if task.done():
                    return task.result()
                if self._gone.done():
                    raise ClientDisconnect
                if self._service.stopping:
                    raise ServerStopping("The server stops; ask again in a moment.")
        finally:
            task.cancel()

    def close(self) -> None:
        """Ends the watch."""
        self._gone.cancel()
