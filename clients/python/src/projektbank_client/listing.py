"""Lists that read their pages as they are gone through, in both worlds."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import chain
from typing import Generic

from projektbank_client.calls import Call
from projektbank_client.pages import Listed, Page, Walk
from projektbank_client.rows import T


class Listing(Generic[T]):
    """The rows of a question. Nothing is asked until they are gone through; going through them
    again asks again."""

    def __init__(self, ask: Callable[[Call[Page[T]]], Page[T]], listed: Listed[T]) -> None:
        self._ask = ask
        self._listed = listed

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(page.rows for page in self.pages())

    def pages(self) -> Iterator[Page[T]]:
        """The rows page by page, with what each page tells."""
        walk = Walk(self._listed)
        while walk.call is not None:
            yield walk.take(self._ask(walk.call))

    def first(self) -> Page[T]:
        """The first page alone."""
        return next(self.pages())


class AsyncListing(Generic[T]):
    """The same for `async for`."""

    def __init__(
        self, ask: Callable[[Call[Page[T]]], Awaitable[Page[T]]], listed: Listed[T]
    ) -> None:
        self._ask = ask
        self._listed = listed

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for row in page.rows:
                yield row

    async def pages(self) -> AsyncIterator[Page[T]]:
        """The rows page by page, with what each page tells."""
        walk = Walk(self._listed)
        while walk.call is not None:
            yield walk.take(await self._ask(walk.call))

    async def first(self) -> Page[T]:
        """The first page alone."""
        return await anext(self.pages())
