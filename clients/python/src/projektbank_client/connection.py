"""Asks the service and waits for its answers; what is asked stands in `reading`, `writing`,
`importing` and `following`."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, Self

import httpx

from projektbank_client.answers import refuse
from projektbank_client.arrivals import Downloaded, Landing
from projektbank_client.calls import Call, Flow, Saved
from projektbank_client.errors import AWAY
from projektbank_client.listing import Listing
from projektbank_client.offering import offer
from projektbank_client.pages import Listed
from projektbank_client.patience import PATIENT, Outcome, Patience, arriving, settle
from projektbank_client.rows import T
from projektbank_client.service import Service

P = ParamSpec("P")
Told = Generator[T, None, None]
"""What is told, as it comes; closing it leaves it early."""


class Connection:
    """The way to a service; `with` closes it."""

    def __init__(
        self,
        base: str,
        *,
        key: str | None = None,
        timeout: float = 60.0,
        patience: Patience = PATIENT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`base` is the address without `/v1`; `key` is taken from PROJEKTBANK_KEY if it is not
        given, and "" means none; `timeout` is in seconds, for each wait on the network."""
        self._service = Service.at(base, key, timeout, patience)
        self._http = httpx.Client(headers=self._service.headers, transport=transport)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._service.base!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self._http.close()

    def ask(self, call: Call[T]) -> T:
        """What is answered."""
        return call.read(self._try(call))

    def save(self, saved: Saved) -> Downloaded:
        """What was put into a file."""
        with (
            self._opened(saved.call) as response,
            Landing(response, saved) as landing,
        ):
            for chunk in response.iter_bytes():
                landing.take(chunk)
            return landing.finish()

    def go(self, flow: Flow[T]) -> Told[T]:
        """What is told, as it comes."""
        while flow.call is not None:
            try:
                with self._opened(flow.call) as response:
                    flow.begin(response)
                    for chunk in response.iter_bytes():
                        yield from flow.take(chunk)
                        if flow.call is None:
                            return
                    flow.finish()
            except AWAY as error:
                time.sleep(flow.wait(error))

    @contextmanager
    def _opened(self, call: Call[None]) -> Iterator[httpx.Response]:
        """An answer that has begun; closed on the way out."""
        response = self._try(call, stream=True)
        try:
            with arriving():
                if not response.is_success:
                    response.read()
                    refuse(response)
                yield response
        finally:
            response.close()

    def _try(self, call: Call[Any], *, stream: bool = False) -> httpx.Response:
        tried = 0
        with self._service.request(self._http, call) as request:
            while True:
                outcome: Outcome
                try:
                    outcome = self._http.send(request, stream=stream)
                except httpx.RequestError as error:
                    outcome = error
                seconds = self._service.patience.wait(tried, outcome) if call.repeatable else None
                if seconds is None:
                    return settle(outcome)
                if isinstance(outcome, httpx.Response):
                    outcome.close()
                time.sleep(seconds)
                tried += 1


def asked(make: Callable[P, Call[T]]) -> Callable[Concatenate[Connection, P], T]:
    """A method that gives what is answered."""

    def method(bank: Connection, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return bank.ask(make(*args, **kwargs))

    return offer(method, make)


def listed(make: Callable[P, Listed[T]]) -> Callable[Concatenate[Connection, P], Listing[T]]:
    """A method that gives the rows of a list."""

    def method(bank: Connection, /, *args: P.args, **kwargs: P.kwargs) -> Listing[T]:
        return Listing(bank.ask, make(*args, **kwargs))

    return offer(method, make, Listing)


def told(make: Callable[P, Flow[T]]) -> Callable[Concatenate[Connection, P], Told[T]]:
    """A method that gives what is told, as it comes."""

    def method(bank: Connection, /, *args: P.args, **kwargs: P.kwargs) -> Told[T]:
        return bank.go(make(*args, **kwargs))

    return offer(method, make, Told)


def stored(make: Callable[P, Saved]) -> Callable[Concatenate[Connection, P], Downloaded]:
    """A method that puts an answer into a file."""

    def method(bank: Connection, /, *args: P.args, **kwargs: P.kwargs) -> Downloaded:
        return bank.save(make(*args, **kwargs))

    return offer(method, make, Downloaded)
