"""What to fetch, and how."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from app import __version__
from app.errors import SettingsInvalid
from app.outbound.client import Limits

PRODUCT = "Projektbank"
"""The name that sites know the program by, in requests and in their robots.txt."""

MAX_PAGES = 20_000
"""Addresses that one run fetches."""


def default_cache() -> Path:
    """The user's own folder for what can be fetched again."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        folder = named if named.is_absolute() else Path.home() / ".cache"
    except RuntimeError as error:
        raise SettingsInvalid("no home folder for the cache: name one") from error
    return folder / "projektbank"


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How addresses are fetched.

    `follow` takes each address for a list, of which the pages that it links to are fetched, those
    that `pattern` fits where there is one: a glob over path and query. `pause` and `patience` are
    seconds: between two requests to one host, and before the first repetition of a request that
    failed in passing. `cache` is the folder of what was fetched before, else the user's;
    `contact` tells a site whom to turn to.
    """

    follow: bool = False
    pattern: str | None = None
    pause: float = 1.0
    allow_private: bool = False
    cache: Path | None = None
    contact: str | None = None
    patience: float = 2.0
    limits: Limits = field(default_factory=Limits)
    max_pages: int = MAX_PAGES

    @property
    def user_agent(self) -> str:
        """The product with its version, and the contact where one is set."""
        name = f"{PRODUCT}/{__version__}"
        return name if self.contact is None else f"{name} (+{self.contact})"
