"""A site on this machine, and options that let it be asked without losing time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.importer.fetching.options import FetchOptions
from app.outbound.client import Limits
from tests.outbound.site import Site, open_site

LIMITS = Limits(size=1_000_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


@pytest.fixture
def options(tmp_path: Path) -> FetchOptions:
    """Private networks are open; no pause, hardly any patience."""
    return FetchOptions(
        pause=0.0, allow_private=True, cache=tmp_path / "cache", patience=0.01, limits=LIMITS
    )
