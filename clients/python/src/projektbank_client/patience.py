"""When a request is sent again, and how long to wait before. Sends nothing, waits for nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from projektbank_client.errors import BrokenOff, Unreachable

_BUSY = frozenset({429, 503})
_PASSING = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout)

Outcome = httpx.Response | httpx.RequestError


@dataclass(frozen=True, slots=True)
class Patience:
    """How many times a request is sent again where the service is busy or cannot be reached, and
    the longest wait before one, in seconds: a `Retry-After` beyond it is not waited for."""

    retries: int = 3
    longest: float = 120.0

    def wait(self, tried: int, outcome: Outcome) -> float | None:
        """Seconds until it is sent again; None where the outcome stands."""
        if tried >= self.retries or not _passes(outcome):
            return None
        seconds = _asked(outcome) if isinstance(outcome, httpx.Response) else None
        seconds = pause(tried) if seconds is None else seconds
        return seconds if seconds <= self.longest else None


PATIENT = Patience()


def pause(tried: int) -> float:
    """Seconds to wait where nobody says how many."""
    return 0.5 * 2.0**tried


def settle(outcome: Outcome) -> httpx.Response:
    """The answer; raises `Unreachable` where there is none."""
    if isinstance(outcome, httpx.Response):
        return outcome
    raise Unreachable(f"No answer: {_told(outcome)}") from outcome


@contextmanager
def arriving() -> Iterator[None]:
    """Around the reading of a body: what breaks it off is told as `BrokenOff`."""
    try:
        yield
    except httpx.RequestError as error:
        raise BrokenOff(f"The answer broke off: {_told(error)}") from error


def _told(error: httpx.RequestError) -> str:
    return str(error) or type(error).__name__


def _passes(outcome: Outcome) -> bool:
    if isinstance(outcome, httpx.Response):
        return outcome.status_code in _BUSY
    return isinstance(outcome, _PASSING)


def _asked(response: httpx.Response) -> float | None:
    """`Retry-After`, in seconds or as a date (RFC 9110, 10.2.3)."""
    text = response.headers.get("retry-after", "")
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
