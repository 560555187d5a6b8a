"""Turns to do long work in threads: so many at once, and only so many who wait for theirs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.errors import QueryTooSlow

MOST_WAITING = 100


class Turns:
    """For one event loop."""

    def __init__(self, at_once: int) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._waiting = 0

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """A turn, once there is one; raises `QueryTooSlow` where too many wait already."""
        if self._waiting >= MOST_WAITING:
            raise QueryTooSlow("Too many questions that take long wait for their turn.")
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turns.release()
