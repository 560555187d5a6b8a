"""A site on this machine, and a client that may ask it."""

from collections.abc import Iterator

import pytest

from app.outbound.client import Client, Limits
from tests.outbound.site import Site, open_site

LIMITS = Limits(size=100_000, connect=2.0, read=2.0, total=4.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


@pytest.fixture
def client() -> Iterator[Client]:
    """One that private networks are open to."""
    with Client("Test/1", allow_private=True, limits=LIMITS) as opened:
        yield opened
