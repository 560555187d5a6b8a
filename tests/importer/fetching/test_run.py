"""A run over addresses: each brings its document, or is told with the reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from app import __version__
from app.errors import ADDRESS_FAILURES, SettingsInvalid
from app.importer.fetching.options import FetchOptions, default_cache
from app.importer.fetching.run import fetch_documents
from app.importer.incoming import Incoming
from tests.importer.fetching.runs import HASTE, contents, fetch
from tests.outbound.site import Site, dripping, raw


def test_a_page_becomes_a_document_with_its_address_and_its_day(
    site: Site, options: FetchOptions
) -> None:
    site.page("/a", "<p>Projekt", Last_Modified="Wed, 02 Apr 2025 23:30:00 GMT")
    [document] = fetch_documents([site.at("/a#topp")], options)
    assert document == Incoming(
        site.at("/a"), content=b"<p>Projekt", url=site.at("/a"), dated=date(2025, 4, 2)
    )


def test_after_redirects_the_last_address_counts(site: Site, options: FetchOptions) -> None:
    site.page("/a", "", 301, Location="/b")
    site.page("/b", "", 307, Location="/c?x=1")
    site.page("/c?x=1", "there")
    [document] = fetch([site.at("/a")], options)[0]
    assert (document.name, document.url) == (site.at("/a"), site.at("/c?x=1"))


def test_a_moment_without_zone_is_in_utc(site: Site, options: FetchOptions) -> None:
    site.page("/", "x", Last_Modified="Wed, 02 Apr 2025 23:59:00 -0000")
    [document] = fetch([site.at("/")], options)[0]
    assert document.dated == date(2025, 4, 2)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "yesterday",
        "0",
        "Wed, 99 Apr 2025 00:00:00 GMT",
        "Wed, 02 Apr 99999 00:00:00 GMT",
    ],
)
def test_a_day_that_cannot_be_is_none(site: Site, options: FetchOptions, told: str) -> None:
    site.page("/", "x", Last_Modified=told)
    [document] = fetch([site.at("/")], options)[0]
    assert document.dated is None


def test_a_day_to_come_is_none(site: Site, options: FetchOptions) -> None:
    later = datetime.now(UTC) + timedelta(days=2)
    site.page("/", "x", Last_Modified=format_datetime(later, usegmt=True))
    [document] = fetch([site.at("/")], options)[0]
    assert document.dated is None


@pytest.mark.slow
def test_one_address_that_fails_does_not_stop_the_others(site: Site, options: FetchOptions) -> None:
    site.page("/a", "a")
    site.page("/loop", "", 302, Location="/loop")
    for step in range(8):
        site.page(f"/far{step}", "", 302, Location=f"/far{step + 1}")
    site.page("/out", "", 302, Location="file:///etc/passwd")
    site.page("/large", "x" * 1_000_001)
    site.routes["/endless"] = dripping(b"HTTP/1.1 200 -\r\n\r\n", b"x", 0.05)
    site.page("/gone", "", 410)
    site.page("/b", "b")
    paths = ["/a", "/loop", "/far0", "/out", "/large", "/endless", "/gone", "/b"]
    addresses = [*map(site.at, paths), "gopher://example.se"]
    results = list(fetch_documents(addresses, replace(options, limits=HASTE)))
    assert contents(results) == [
        b"address-invalid",
        b"a",
        b"too-many-redirects",
        b"too-many-redirects",
        b"address-invalid",
        b"too-large",
        b"timed-out",
        b"http-error",
        b"b",
    ]
    failed = [one for one in results if one.refusal is not None]
    assert [one.name for one in failed[1:]] == [site.at(path) for path in paths[1:-1]]
    refusals = [one.refusal for one in failed if one.refusal is not None]
    assert {one.code for one in refusals} <= {*ADDRESS_FAILURES, "too-large"}
    assert all(one.detail for one in refusals)


def test_five_redirects_are_followed_and_no_sixth(site: Site, options: FetchOptions) -> None:
    for step in range(6):
        site.page(f"/{step}", "", 302, Location=f"/{step + 1}")
    site.page("/6", "end")
    assert fetch([site.at("/1")], options)[0][0].content == b"end"
    assert fetch([site.at("/0")], options)[1] == ["too-many-redirects"]


def test_private_addresses_are_refused_unless_allowed(site: Site, options: FetchOptions) -> None:
    site.page("/", "secret")
    careful = replace(options, allow_private=False)
    assert fetch([site.at("/")], careful) == ([], ["address-invalid"])
    assert fetch(["http://127.0.0.1/", "http://localhost/"], careful) == (
        [],
        ["address-private", "address-private"],
    )
    assert site.asked == []


def test_an_address_named_twice_is_fetched_once(site: Site, options: FetchOptions) -> None:
    site.page("/", "x")
    assert len(fetch([site.at("/"), site.at(""), site.at("/#a")], options)[0]) == 1
    assert site.paths() == ["/"]


def test_a_site_learns_who_asks_and_whom_to_turn_to(site: Site, options: FetchOptions) -> None:
    site.page("/", "x")
    fetch([site.at("/")], replace(options, contact="https://example.se/om"))
    agents = {one.headers["User-Agent"] for one in site.asked}
    assert agents == {f"Projektbank/{__version__} (+https://example.se/om)"}


def test_progress_is_told_of_every_address(site: Site, options: FetchOptions) -> None:
    site.page("/a", "x")
    told: list[tuple[int, int | None]] = []
    addresses = [site.at("/a"), site.at("/b")]
    list(fetch_documents(addresses, options, lambda done, total: told.append((done, total))))
    assert told == [(1, 2), (2, 2)]


def test_a_site_that_is_no_web_server_has_a_code(site: Site, options: FetchOptions) -> None:
    site.routes["/robots.txt"] = raw(b"220 mail.example.se ESMTP\r\n")
    assert fetch([site.at("/")], options)[1] == ["robots-unavailable"]


def test_a_cache_that_cannot_be_written_is_told_before_anything_is_fetched(
    site: Site, options: FetchOptions, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsInvalid, match="cache folder"):
        fetch([site.at("/")], replace(options, cache=tmp_path / "file" / "cache"))
    assert site.asked == []


def test_without_addresses_nothing_is_made(options: FetchOptions, tmp_path: Path) -> None:
    assert fetch([], options) == ([], [])
    assert fetch(["ftp://example.se"], options)[1] == ["address-invalid"]
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_the_cache_is_the_users(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "projektbank"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_cache() == tmp_path / ".cache" / "projektbank"
