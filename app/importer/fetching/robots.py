"""What a site's robots.txt allows (RFC 9309)."""

import time

from protego import Protego

from app.errors import AddressFailed
from app.importer.fetching.asking import PoliteClient, follow_redirects
from app.importer.fetching.options import PRODUCT
from app.importer.fetching.pace import Pace
from app.outbound.addresses import host_of, origin_of
from app.outbound.client import Answer

MAX_DELAY = 120.0
"""Seconds; a site that asks for a longer pause is not fetched at all."""

_MAX_BYTES = 512_000
_FRESH_SECONDS = 86_400.0
_OF_THE_SITE = frozenset(
    {
        "address-invalid",
        "address-private",
        "name-unresolved",
        "connection-failed",
        "tls-failed",
        "timed-out",
    }
)
"""Failures that every page of the site would meet as well; they keep their own code."""


class Robots:
    """The rules of every site met, each asked for once a day."""

    def __init__(self, client: PoliteClient, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self._rules: dict[str, Protego | AddressFailed] = {}

    def check(self, address: str) -> None:
        """Raises `AddressFailed` where the site asks us to stay away from the address."""
        origin = origin_of(address)
        if origin not in self._rules:
            self._rules[origin] = self._read(origin)
        rules = self._rules[origin]
        if isinstance(rules, AddressFailed):
            raise AddressFailed(rules.reason, str(rules))
        if not rules.can_fetch(address, PRODUCT):
            raise AddressFailed("robots-disallowed", f"robots.txt of {origin}")

    def _read(self, origin: str) -> Protego | AddressFailed:
        fresh_since = time.time() - _FRESH_SECONDS
        address = f"{origin}/robots.txt"
        try:
            answer = follow_redirects(lambda hop: self._client.ask(hop, fresh_since), address)
            rules = rules_of(answer)
        except AddressFailed as error:
            code = error.reason if error.reason in _OF_THE_SITE else "robots-unavailable"
            return AddressFailed(code, f"{address}: {error}")
        delay = delay_of(rules)
        if delay > MAX_DELAY:
            detail = f"robots.txt of {origin} asks for a pause of {delay:.0f} seconds"
            return AddressFailed("robots-disallowed", detail)
        self._pace.slow(host_of(address), delay)
        return rules


def rules_of(answer: Answer) -> Protego:
    """The rules; a site without robots.txt allows everything. Raises `AddressFailed` where there
    may be one that cannot be read."""
    if answer.status == 200:
        return Protego.parse(answer.content[:_MAX_BYTES].decode("utf-8-sig", "replace"))
    if 400 <= answer.status < 500:
        return Protego.parse("")
    raise AddressFailed("robots-unavailable", f"status {answer.status}")


def delay_of(rules: Protego) -> float:
    """Seconds between two requests that the site asks for."""
    rate = rules.request_rate(PRODUCT)
    by_rate = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
    return max(0.0, rules.crawl_delay(PRODUCT) or 0.0, by_rate)
