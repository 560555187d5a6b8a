"""Runs over addresses, with their results parted."""

from collections.abc import Iterable

from app.importer.fetching.options import FetchOptions
from app.importer.fetching.run import fetch_documents
from app.importer.incoming import Incoming
from app.outbound.client import Limits

HASTE = Limits(size=1_000_000, connect=1.0, read=0.3, total=0.6)
"""For sites that do not answer."""


def fetch(addresses: Iterable[str], options: FetchOptions) -> tuple[list[Incoming], list[str]]:
    """The documents, and the codes of the addresses that failed."""
    results = list(fetch_documents(addresses, options))
    failed = [one.refusal.code for one in results if one.refusal is not None]
    return [one for one in results if one.refusal is None], failed


def contents(results: Iterable[Incoming]) -> list[bytes]:
    """What came, in its order; a refusal is its code."""
    return [
        one.content or b"" if one.refusal is None else one.refusal.code.encode() for one in results
    ]
