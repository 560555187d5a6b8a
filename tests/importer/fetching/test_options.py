"""How addresses are fetched: asked for, set, or by default; and what is told of it."""

from pathlib import Path

import pytest
from typer import BadParameter

from app.commands.fetching import fetch_options, is_address
from app.errors import ADDRESS_FAILURES
from app.importer.fetching.asking import ATTEMPTS, MAX_REDIRECTS, MAX_WAIT
from app.importer.fetching.options import MAX_PAGES, FetchOptions
from app.importer.fetching.robots import MAX_DELAY
from app.outbound.client import Limits
from app.settings import load
from tests.docs.markdown import rows, section

IMPORTING = "docs/importing.md"


def test_without_a_wish_the_settings_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert fetch_options() == FetchOptions()
    monkeypatch.setenv("PROJEKTBANK_FETCH_PAUSE", "2.5")
    monkeypatch.setenv("PROJEKTBANK_FETCH_CACHE", str(tmp_path / "a"))
    monkeypatch.setenv("PROJEKTBANK_FETCH_CONTACT", "https://example.se/om")
    load.cache_clear()
    options = fetch_options()
    assert (options.pause, options.cache) == (2.5, tmp_path / "a")
    assert options.user_agent.endswith(" (+https://example.se/om)")
    asked = fetch_options(pause=0.0, cache=tmp_path / "b", allow_private=True)
    assert (asked.pause, asked.cache, asked.allow_private) == (0.0, tmp_path / "b", True)


@pytest.mark.parametrize("pause", [-0.1, 121.0, float("nan"), float("inf")])
def test_a_pause_that_is_none_is_wrong_usage(pause: float) -> None:
    with pytest.raises(BadParameter, match="is not 0 to 120"):
        fetch_options(pause=pause)


def test_who_names_a_pattern_asks_for_following() -> None:
    assert fetch_options(pattern="/projekt/*").follow
    assert not fetch_options().follow


def test_an_address_is_no_path() -> None:
    assert is_address("https://example.se")
    assert is_address("HTTP://example.se")
    assert not is_address("pages/https.txt")
    assert not is_address("ftp://example.se")


def test_every_reason_not_to_fetch_is_documented_as_the_code_has_it() -> None:
    documented = rows(IMPORTING, "Addresses that fail")
    assert documented == [(f"`{code}`", sentence) for code, sentence in ADDRESS_FAILURES.items()]


def test_the_bounds_are_the_documented_ones() -> None:
    told = section(IMPORTING, "Addresses")
    limits, options = Limits(), FetchOptions()
    waits = [options.patience * 2**attempt for attempt in range(ATTEMPTS - 1)]
    for sentence in (
        f"at most {MAX_PAGES:,} in a run",
        f"more than {MAX_DELAY:.0f} seconds is left alone",
        f"more than {MAX_WAIT:.0f} seconds",
        "after {:.0f}, {:.0f} and {:.0f} seconds".format(*waits),
        f"have {limits.size // 1_000_000} MB",
        f"{limits.total:.0f} seconds, of which {limits.connect:.0f} to connect",
        f"to connect and {limits.read:.0f} without",
    ):
        assert sentence in told
    assert (MAX_REDIRECTS, ATTEMPTS, options.pause) == (5, 4, 1.0)
