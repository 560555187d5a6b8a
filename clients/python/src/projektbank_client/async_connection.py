"""Asks the service and lets others work meanwhile (asyncio): the same as `connection`."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Concatenate, ParamSpec, Self

import httpx

from projektbank_client.answers import refuse
from projektbank_client.arrivals import Downloaded, Landing
from projektbank_client.calls import Call, Flow, Saved
from projektbank_client.errors import AWAY
from projektbank_client.listing import AsyncListing
from projektbank_client.offering import offer
from projektbank_client.pages import Listed
from projektbank_client.patience import PATIENT, Outcome, Patience, arriving, settle
from projektbank_client.rows import T
from projektbank_client.service import Service

P = ParamSpec("P")
Told = AsyncGenerator[T, None]
"""What is told, as it comes; closing it leaves it early."""


class AsyncConnection:
    """The way to a service; `async with` closes it."""

    def __init__(
        self,
        base: str,
        *,
        key: str | None = None,
        timeout: float = 60.0,
        patience: Patience = PATIENT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """As of `Connection`."""
        self._service = Service.at(base, key, timeout, patience)
        self._http = httpx.AsyncClient(headers=self._service.headers, transport=transport)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._service.base!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes every connection."""
        await self._http.aclose()

    async def ask(self, call: Call[T]) -> T:
        """What is answered."""
        return call.read(await self._try(call))

    async def save(self, saved: Saved) -> Downloaded:
        """What was put into a file."""
        async with self._opened(saved.call) as response:
            with Landing(response, saved) as landing:
                async for chunk in response.aiter_bytes():
                    landing.take(chunk)
                return landing.finish()

    async def go(self, flow: Flow[T]) -> Told[T]:
        """What is told, as it comes."""
        while flow.call is not None:
            try:
                async with self._opened(flow.call) as response:
                    flow.begin(response)
                    async for chunk in response.aiter_bytes():
                        for one in flow.take(chunk):
                            yield one
                        if flow.call is None:
                            return
                    flow.finish()
            except AWAY as error:
                await asyncio.sleep(flow.wait(error))

    @asynccontextmanager
    async def _opened(self, call: Call[None]) -> AsyncIterator[httpx.Response]:
        """An answer that has begun; closed on the way out."""
        response = await self._try(call, stream=True)
        try:
            with arriving():
                if not response.is_success:
                    await response.aread()
                    refuse(response)
                yield response
        finally:
            await response.aclose()

    async def _try(self, call: Call[Any], *, stream: bool = False) -> httpx.Response:
        tried = 0
        with self._service.request(self._http, call) as request:
            while True:
                outcome: Outcome
                try:
                    outcome = await self._http.send(request, stream=stream)
                except httpx.RequestError as error:
                    outcome = error
                seconds = self._service.patience.wait(tried, outcome) if call.repeatable else None
                if seconds is None:
                    return settle(outcome)
                if isinstance(outcome, httpx.Response):
                    await outcome.aclose()
                await asyncio.sleep(seconds)
                tried += 1


def asked(
    make: Callable[P, Call[T]],
) -> Callable[Concatenate[AsyncConnection, P], Coroutine[Any, Any, T]]:
    """A method that gives what is answered."""

    async def method(bank: AsyncConnection, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await bank.ask(make(*args, **kwargs))

    return offer(method, make)


def listed(
    make: Callable[P, Listed[T]],
) -> Callable[Concatenate[AsyncConnection, P], AsyncListing[T]]:
    """A method that gives the rows of a list."""

    def method(bank: AsyncConnection, /, *args: P.args, **kwargs: P.kwargs) -> AsyncListing[T]:
        return AsyncListing(bank.ask, make(*args, **kwargs))

    return offer(method, make, AsyncListing)


def told(make: Callable[P, Flow[T]]) -> Callable[Concatenate[AsyncConnection, P], Told[T]]:
    """A method that gives what is told, as it comes."""

    def method(bank: AsyncConnection, /, *args: P.args, **kwargs: P.kwargs) -> Told[T]:
        return bank.go(make(*args, **kwargs))

    return offer(method, make, Told)


def stored(
    make: Callable[P, Saved],
) -> Callable[Concatenate[AsyncConnection, P], Coroutine[Any, Any, Downloaded]]:
    """A method that puts an answer into a file."""

    async def method(bank: AsyncConnection, /, *args: P.args, **kwargs: P.kwargs) -> Downloaded:
        return await bank.save(make(*args, **kwargs))

    return offer(method, make, Downloaded)
