"""What was fetched before: nothing unchanged is sent again, nothing damaged is believed."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from app.importer.fetching.cache import PageCache
from app.importer.fetching.options import FetchOptions
from app.importer.fetching.run import fetch_documents
from app.importer.incoming import Incoming
from app.outbound.client import Answer
from tests.importer.fetching.runs import contents, fetch
from tests.outbound.site import Asked, Route, Site, Write, answering, raw


def unless_known(content: str, **headers: str) -> Route:
    """Answers 304 to who names the validators of the page, else sends it."""
    page = answering(content, 200, **headers)

    def answer(asked: Asked, write: Write) -> None:
        asks = {"ETag": "If-None-Match", "Last_Modified": "If-Modified-Since"}
        known = [asked.headers.get(asks[name]) == value for name, value in headers.items()]
        (answering("", 304) if all(known) else page)(asked, write)

    return answer


@pytest.mark.parametrize(
    "headers",
    [
        {"ETag": 'W/"1"'},
        {"Last_Modified": "Wed, 02 Apr 2025 23:30:00 GMT"},
        {"ETag": '"1"', "Last_Modified": "Wed, 02 Apr 2025 23:30:00 GMT"},
    ],
)
def test_a_page_that_did_not_change_is_not_sent_again(
    site: Site, options: FetchOptions, headers: dict[str, str]
) -> None:
    site.routes["/"] = unless_known("old", **headers)
    first = fetch([site.at("/")], options)
    assert fetch([site.at("/")], options) == first
    assert len(site.paths()) == 2
    site.routes["/"] = unless_known("new", ETag='"2"')
    assert contents(fetch([site.at("/")], options)[0]) == [b"new"]
    assert contents(fetch([site.at("/")], options)[0]) == [b"new"]


def test_a_page_behind_a_redirect_is_asked_for_on_its_own_conditions(
    site: Site, options: FetchOptions
) -> None:
    site.page("/a", "", 302, Location="/b", ETag='"a"')
    site.routes["/b"] = unless_known("b", ETag='"b"')
    for _ in range(2):
        assert contents(fetch([site.at("/a")], options)[0]) == [b"b"]
    asked = [one.headers.get("If-None-Match") for one in site.asked if one.path != "/robots.txt"]
    assert asked == [None, None, None, '"b"']


def test_validators_that_cannot_be_sent_back_are_left_out(
    site: Site, options: FetchOptions
) -> None:
    told = 'HTTP/1.1 200 -\r\nETag: "å"\r\nLast-Modified: \r\nContent-Length: 1\r\n\r\nx'
    site.routes["/"] = raw(told.encode("latin-1"))
    for _ in range(2):
        assert contents(fetch([site.at("/")], options)[0]) == [b"x"]
    assert "If-None-Match" not in site.asked[-1].headers


def test_a_304_that_was_not_asked_for_brings_nothing(site: Site, options: FetchOptions) -> None:
    site.page("/", "", 304)
    assert fetch([site.at("/")], options)[1] == ["http-error"]


@pytest.fixture
def folder(options: FetchOptions) -> Path:
    """The cache of the runs."""
    assert options.cache is not None
    return options.cache


@pytest.fixture
def addresses(site: Site) -> list[str]:
    """Five pages; one is behind a redirect, one is not there."""
    for number in range(3):
        site.page(f"/{number}", f"page {number}")
    site.page("/3", "", 302, Location="/there")
    site.page("/there", "page 3")
    return [site.at(f"/{number}") for number in range(5)]


@pytest.mark.parametrize("stop", range(6))
def test_an_interrupted_run_goes_on_where_it_was(
    site: Site, options: FetchOptions, addresses: list[str], folder: Path, stop: int
) -> None:
    whole = contents(fetch_documents(addresses, replace(options, cache=folder / "other")))
    undisturbed = site.paths()
    site.asked.clear()
    begun: Iterator[Incoming] = fetch_documents(addresses, options)
    first = contents(islice(begun, stop))
    del begun  # as when the program is stopped: nothing after this is called
    assert first == whole[:stop]
    assert contents(fetch_documents(addresses, options)) == whole
    asked = site.paths()
    assert sorted(set(asked)) == sorted(undisturbed)
    # Only what failed is asked for twice.
    assert [path for path in set(asked) if asked.count(path) > 1] in ([], ["/4"])


def test_a_run_that_came_to_its_end_begins_anew(
    site: Site, options: FetchOptions, addresses: list[str]
) -> None:
    fetch(addresses, options)
    before = len(site.paths())
    fetch(addresses, options)
    assert len(site.paths()) == 2 * before


def test_a_run_that_was_interrupted_long_ago_begins_anew(
    site: Site, options: FetchOptions, addresses: list[str], folder: Path
) -> None:
    for first in (addresses, addresses[:2]):
        list(islice(fetch_documents(first, options), 1))
    for mark in (folder / "runs").iterdir():
        os.utime(mark, (time.time() - 90_000,) * 2)
    site.asked.clear()
    fetch(addresses, options)
    assert site.paths().count("/0") == 1
    assert list((folder / "runs").iterdir()) == []


def test_another_run_does_not_take_an_interrupted_one_for_its_own(
    site: Site, options: FetchOptions, addresses: list[str]
) -> None:
    list(islice(fetch_documents(addresses, options), 1))
    fetch(addresses[:1], options)
    assert site.paths().count("/0") == 2


def answer(number: int, size: int = 0) -> Answer:
    headers = {"etag": f'"{number}"', "set-cookie": "a=b"}
    return Answer(f"http://example.se/{number}", 200, headers, os.urandom(size))


def test_what_is_kept_is_found_again_after_a_restart(tmp_path: Path) -> None:
    kept = answer(1, 5_000)
    PageCache(tmp_path).keep(kept)
    found = PageCache(tmp_path).find(kept.url)
    assert found is not None
    assert found.answer == replace(kept, headers={"etag": '"1"'})
    assert abs(found.checked_at - time.time()) < 5
    assert PageCache(tmp_path).find("http://example.se/2") is None


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "folder"])
def test_what_is_damaged_counts_as_not_there(tmp_path: Path, damage: str) -> None:
    cache = PageCache(tmp_path)
    cache.keep(answer(1, 5_000))
    [file] = (path for path in tmp_path.rglob("*") if path.is_file())
    content = bytearray(file.read_bytes())
    if damage == "flip":
        content[len(content) // 2] ^= 1
    file.unlink()
    if damage == "folder":
        file.mkdir()
    else:
        file.write_bytes({"cut": content[:-1], "flip": content, "empty": bytearray()}[damage])
    assert cache.find(answer(1).url) is None


def test_only_its_user_can_read_the_cache(tmp_path: Path) -> None:
    PageCache(tmp_path / "cache").keep(answer(1))
    folder = tmp_path / "cache" / "pages"
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))} == {0}


def test_the_cache_stays_below_its_bound_and_loses_the_oldest(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, max_bytes=100_000)
    for number in range(30):
        cache.keep(answer(number, 10_000))
        cache.confirm("http://example.se/0")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 100_000
    kept = [number for number in range(30) if cache.find(answer(number).url)]
    assert kept[0] == 0
    assert kept[1:] == list(range(30 - len(kept) + 1, 30))
