"""`AsyncProjektbank` behind the face of `Projektbank`: each test asks both in the same words."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, TypeVar

from projektbank_client import AsyncListing, AsyncProjektbank, Page

T = TypeVar("T")


class Waited:
    """Waits for whatever an `AsyncProjektbank` gives."""

    def __init__(self, bank: AsyncProjektbank, runner: asyncio.Runner) -> None:
        self._bank = bank
        self._runner = runner

    def __repr__(self) -> str:
        return repr(self._bank)

    def __getattr__(self, name: str) -> Callable[..., object]:
        method = getattr(self._bank, name)

        def call(*args: object, **kwargs: object) -> object:
            given = method(*args, **kwargs)
            if isinstance(given, AsyncListing):
                return _WaitedListing(given, self._runner)
            if isinstance(given, AsyncIterator):
                return drain(given, self._runner)
            return wait(given, self._runner)

        return call


class _WaitedListing:
    def __init__(self, listing: AsyncListing[Any], runner: asyncio.Runner) -> None:
        self._listing = listing
        self._runner = runner

    def __iter__(self) -> Iterator[Any]:
        return drain(aiter(self._listing), self._runner)

    def pages(self) -> Iterator[Page[Any]]:
        return drain(self._listing.pages(), self._runner)

    def first(self) -> Page[Any]:
        return wait(self._listing.first(), self._runner)


def drain(rows: AsyncIterator[T], runner: asyncio.Runner) -> Iterator[T]:
    try:
        while True:
            yield wait(anext(rows), runner)
    except StopAsyncIteration:
        return
    finally:
        if isinstance(rows, AsyncGenerator):
            wait(rows.aclose(), runner)


def wait(given: Awaitable[T], runner: asyncio.Runner) -> T:
    async def waiting() -> T:
        return await given

    return runner.run(waiting())
