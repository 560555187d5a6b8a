"""Asks an address politely: from the cache where that is as good, at the host's pace, on condition
that something changed, and again after a while where a failure may pass."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from app.errors import AddressFailed
from app.importer.fetching.cache import Kept, PageCache
from app.importer.fetching.pace import Pace
from app.outbound.addresses import host_of
from app.outbound.client import REDIRECTS, Answer, Client

ATTEMPTS = 4
MAX_REDIRECTS = 5
MAX_WAIT = 300.0
"""Seconds; a site that asks for more patience is left alone for this run."""

_BUSY = frozenset({429, 500, 502, 503, 504})
_PASSING = frozenset({"connection-failed", "timed-out", "answer-malformed"})
_CLOCK_ERROR = 60.0
"""Seconds; what was confirmed in a later future was not."""
_MAX_FAILURES = 3
"""Addresses in a row that a host fails to answer, all attempts used, before it is left alone."""


class PoliteClient:
    """Asks addresses; a host that fails again and again is not asked any more."""

    def __init__(self, client: Client, cache: PageCache, pace: Pace, patience: float) -> None:
        self._client = client
        self._cache = cache
        self._pace = pace
        self._patience = patience
        self._failures: dict[str, int] = {}

    def ask(self, address: str, fresh_since: float) -> Answer:
        """The answer, without a request where it was confirmed after `fresh_since`.

        Raises `AddressFailed` where there is none, or the site is unavailable.
        """
        kept = self._cache.find(address)
        if kept is not None and fresh_since <= kept.checked_at <= time.time() + _CLOCK_ERROR:
            return kept.answer
        answer = self._ask_host(address, _conditions(kept))
        if answer.status == 304 and kept is not None:
            self._cache.confirm(address)
            return kept.answer
        if answer.status == 200 or answer.status in REDIRECTS:
            self._cache.keep(answer)
        return answer

    def _ask_host(self, address: str, headers: dict[str, str]) -> Answer:
        host = host_of(address)
        if self._failures.get(host, 0) >= _MAX_FAILURES:
            raise AddressFailed("site-unavailable", f"{host} failed before; not asked again")
        try:
            answer = self._ask_patiently(address, host, headers)
        except _Exhausted as error:
            self._failures[host] = self._failures.get(host, 0) + error.weight
            raise error.failure from error
        self._failures[host] = 0
        return answer

    def _ask_patiently(self, address: str, host: str, headers: dict[str, str]) -> Answer:
        failure = AddressFailed("site-unavailable", "not asked")
        for attempt in range(ATTEMPTS):
            self._pace.wait(host)
            wait = self._patience * 2**attempt
            try:
                answer = self._client.get(address, headers)
            except AddressFailed as error:
                if error.reason not in _PASSING:
                    raise
                failure = error
            else:
                if answer.status not in _BUSY:
                    return answer
                failure = AddressFailed("site-unavailable", f"status {answer.status}")
                wait = max(wait, asked_patience(answer))
            finally:
                self._pace.rest(host)
            if wait > MAX_WAIT:
                detail = f"{failure}; to be asked again in {wait:.0f} seconds"
                raise _Exhausted(AddressFailed(failure.reason, detail), _MAX_FAILURES)
            self._pace.rest(host, wait)
        raise _Exhausted(failure, 1)


class _Exhausted(Exception):
    """No answer after all attempts; `weight` is how much that counts against the host."""

    def __init__(self, failure: AddressFailed, weight: int) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.weight = weight


def follow_redirects(ask: Callable[[str], Answer], address: str) -> Answer:
    """The answer at the end of the redirects; raises `AddressFailed` where they do not end."""
    passed = [address]
    while True:
        answer = ask(passed[-1])
        target = answer.target
        if target is None:
            return answer
        if target in passed or len(passed) > MAX_REDIRECTS:
            raise AddressFailed("too-many-redirects", f"the last led to {target}")
        passed.append(target)


def asked_patience(answer: Answer) -> float:
    """Seconds that a `Retry-After` asks for, as a number or a moment; 0 where there is none."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isdecimal() and told.isascii():
        return float(told[:9])
    moment = read_moment(told)
    return 0.0 if moment is None else max(0.0, moment.timestamp() - time.time())


def read_moment(told: str) -> datetime | None:
    """A time as HTTP writes it, in UTC; None for anything else."""
    try:
        moment = parsedate_to_datetime(told)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _conditions(kept: Kept | None) -> dict[str, str]:
    """Headers that ask for an answer only if it is another one than what is kept."""
    if kept is None or kept.answer.status != 200:
        return {}
    names = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
    headers = kept.answer.headers
    told = {asked: headers.get(name, "") for asked, name in names.items()}
    return {name: value for name, value in told.items() if value and _can_be_sent(value)}


def _can_be_sent(value: str) -> bool:
    return value.isascii() and value.isprintable()
