"""What a site may ask for: robots.txt, a pause, patience when it is busy."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importer.fetching.asking import ATTEMPTS
from app.importer.fetching.options import FetchOptions
from app.importer.fetching.robots import delay_of, rules_of
from app.outbound.client import Answer
from tests.importer.fetching.runs import HASTE, fetch
from tests.outbound.site import Route, Site, answering, in_turn, open_site, raw

BUSY = answering("", 503)


def gaps(site: Site) -> list[float]:
    """Seconds from each request to the next."""
    return [later.at - earlier.at for earlier, later in pairwise(site.asked)]


def test_requests_to_one_host_keep_their_pause(site: Site, options: FetchOptions) -> None:
    for path in ("/a", "/b", "/c"):
        site.page(path, path)
    fetch(map(site.at, ("/a", "/b", "/c")), replace(options, pause=0.15))
    assert len(gaps(site)) == 3  # robots.txt is a request as well
    assert all(0.15 <= gap < 1.0 for gap in gaps(site))


def test_redirects_and_missing_pages_keep_the_pause_too(site: Site, options: FetchOptions) -> None:
    site.page("/a", "", 302, Location="/b")
    fetch(map(site.at, ("/a", "/c")), replace(options, pause=0.1))
    assert [one.path for one in site.asked] == ["/robots.txt", "/a", "/b", "/c"]
    assert all(gap >= 0.1 for gap in gaps(site))


@pytest.mark.slow
def test_another_host_need_not_wait(site: Site, options: FetchOptions) -> None:
    site.page("/", "x")
    other = site.at("/").replace("127.0.0.1", "localhost")
    begun = time.monotonic()
    fetch([site.at("/"), other], replace(options, pause=1.0))
    # Each host is asked for robots.txt and, a pause later, for the page.
    assert time.monotonic() - begun < 2.8


@pytest.mark.parametrize(
    ("robots", "codes"),
    [
        ("User-agent: *\nDisallow: /", ["robots-disallowed"] * 3),
        ("User-agent: *\nDisallow: /inner", ["robots-disallowed"]),
        ("User-agent: *\nDisallow: /\nAllow: /$\nAllow: /*.html", ["robots-disallowed"]),
        ("User-agent: Projektbank\nDisallow: /inner\nUser-agent: *\nDisallow: /",
         ["robots-disallowed"]),
        ("User-agent: projektbank\nAllow: /\n\nUser-agent: *\nDisallow: /", []),
        ("User-agent: Other\nDisallow: /", []),
        ("\ufeffUser-agent: *\r\nDisallow: /inner\r\n", ["robots-disallowed"]),
        ("<html>no rules", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_robots_txt_forbids_is_not_asked_for(
    site: Site, options: FetchOptions, robots: str, codes: list[str]
) -> None:
    site.page("/robots.txt", robots, Content_Type="text/plain")
    paths = ["/", "/inner/secret", "/a.html"]
    for path in paths:
        site.page(path, path)
    documents, failed = fetch(map(site.at, paths), options)
    assert failed == codes
    assert site.paths() == [(document.content or b"").decode() for document in documents]
    assert len(documents) + len(codes) == len(paths)


UNREADABLE: dict[str, tuple[Route, str | None]] = {
    "missing": (answering("", 404), None),
    "forbidden": (answering("", 403), None),
    "gone": (answering("", 410), None),
    "busy": (BUSY, "robots-unavailable"),
    "failing": (answering("", 500), "robots-unavailable"),
    "throttled": (answering("", 429), "robots-unavailable"),
    "going round": (answering("", 302, Location="/robots.txt"), "robots-unavailable"),
    "no HTTP": (raw(b"\0\0\0"), "robots-unavailable"),
    "busy once": (in_turn(BUSY, answering("")), None),
    "very slow": (answering("User-agent: *\nCrawl-delay: 3600"), "robots-disallowed"),
    "no number": (answering("User-agent: *\nCrawl-delay: soon"), None),
    "long": (answering("User-agent: *\nDisallow:\n# " + "x" * 600_000), None),
}


@pytest.mark.parametrize(("robots", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_robots_txt_that_cannot_be_read_means_what_the_standard_says(
    site: Site, options: FetchOptions, robots: Route, code: str | None
) -> None:
    site.routes["/robots.txt"] = robots
    site.page("/", "x")
    documents, failed = fetch([site.at("/")], options)
    assert (len(documents), failed) == ((1, []) if code is None else (0, [code]))
    assert site.paths() == ["/"] * len(documents)


@pytest.mark.slow
def test_a_site_that_is_silent_is_left(site: Site, options: FetchOptions) -> None:
    site.routes["/robots.txt"] = lambda _asked, _write: time.sleep(0.5)
    assert fetch([site.at("/")], replace(options, limits=HASTE))[1] == ["timed-out"]
    assert len(site.asked) == ATTEMPTS


@given(st.text("Useragnt-:*dlowi/$ \n\r#0.5smh\0åé", max_size=200).map(str.encode) | st.binary())
def test_any_robots_txt_can_be_read(content: bytes) -> None:
    rules = rules_of(Answer("http://example.se/robots.txt", 200, {}, b"User-agent: *\n" + content))
    assert delay_of(rules) >= 0.0
    assert rules.can_fetch("http://example.se/a", "Projektbank") in {True, False}


def test_robots_txt_may_stand_elsewhere(site: Site, options: FetchOptions) -> None:
    site.page("/robots.txt", "", 301, Location="/rules")
    site.page("/rules", "User-agent: *\nDisallow: /a")
    assert fetch([site.at("/a")], options)[1] == ["robots-disallowed"]


def test_robots_txt_counts_where_a_redirect_leads(site: Site, options: FetchOptions) -> None:
    with open_site() as other:
        other.page("/robots.txt", "User-agent: *\nDisallow: /")
        site.page("/", "", 302, Location=other.at("/x"))
        assert fetch([site.at("/")], options)[1] == ["robots-disallowed"]
        assert other.paths() == []


def test_robots_txt_is_asked_for_once_a_day(site: Site, options: FetchOptions) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /a")
    site.page("/b", "b")
    for _ in range(3):
        fetch([site.at("/a"), site.at("/b")], options)
    assert [one.path for one in site.asked].count("/robots.txt") == 1


@pytest.mark.parametrize("rule", ["Crawl-delay: 0.2", "Request-rate: 5/1s"])
def test_a_longer_pause_that_a_site_asks_for_is_kept(
    site: Site, options: FetchOptions, rule: str
) -> None:
    site.page("/robots.txt", f"User-agent: *\n{rule}")
    fetch(map(site.at, ("/a", "/b")), replace(options, pause=0.02))
    [_, gap] = gaps(site)
    assert gap >= 0.2


PASSING: dict[str, Route] = {
    "busy": BUSY,
    "throttled": answering("", 429),
    "failing": answering("", 500),
    "hanging up": raw(b""),
    "breaking off": raw(b"HTTP/1.1 200 OK\r\n"),
}


@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING)
def test_trouble_that_passes_is_waited_for(
    site: Site, options: FetchOptions, trouble: Route
) -> None:
    site.routes["/"] = in_turn(trouble, trouble, answering("at last"))
    [document] = fetch([site.at("/")], options)[0]
    assert document.content == b"at last"
    assert len(site.paths()) == 3


def test_each_wait_is_twice_the_one_before(site: Site, options: FetchOptions) -> None:
    site.routes["/"] = BUSY
    assert fetch([site.at("/")], replace(options, patience=0.1))[1] == ["site-unavailable"]
    waits = gaps(site)[1:]
    assert len(waits) == ATTEMPTS - 1
    assert all(wait >= least for wait, least in zip(waits, (0.1, 0.2, 0.4), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("as_moment", [False, True])
def test_a_site_that_says_when_to_come_back_is_obeyed(
    site: Site, options: FetchOptions, *, as_moment: bool
) -> None:
    later = datetime.now(UTC) + timedelta(seconds=2.2)
    told = format_datetime(later, usegmt=True) if as_moment else "1"
    site.routes["/"] = in_turn(answering("", 429, Retry_After=told), answering("x"))
    site.page("/b", "b")
    assert len(fetch([site.at("/"), site.at("/b")], options)[0]) == 2
    [_, waited, _] = gaps(site)
    assert waited >= (0.5 if as_moment else 1.0)


@pytest.mark.parametrize(
    "told", ["301", "9" * 30, format_datetime(datetime(2099, 1, 1, tzinfo=UTC), usegmt=True)]
)
def test_a_site_that_asks_for_much_patience_is_left_alone(
    site: Site, options: FetchOptions, told: str
) -> None:
    site.page("/a", "", 503, Retry_After=told)
    assert fetch(map(site.at, ("/a", "/b", "/c")), options)[1] == ["site-unavailable"] * 3
    assert site.paths() == ["/a"]


@pytest.mark.parametrize("told", ["soon", "-5", "", "²", "Wed, 99 Apr 2025 00:00:00 GMT"])
def test_a_wait_that_cannot_be_read_is_the_usual_one(
    site: Site, options: FetchOptions, told: str
) -> None:
    refusal = f"HTTP/1.1 503 -\r\nRetry-After: {told}\r\nContent-Length: 0\r\n\r\n"
    site.routes["/"] = in_turn(raw(refusal.encode()), answering("x"))
    assert len(fetch([site.at("/")], options)[0]) == 1


def test_a_host_that_fails_again_and_again_is_left_alone(site: Site, options: FetchOptions) -> None:
    for number in range(10):
        site.routes[f"/{number}"] = BUSY
    failed = fetch((site.at(f"/{number}") for number in range(10)), options)[1]
    assert failed == ["site-unavailable"] * 10
    assert len(site.paths()) == 3 * ATTEMPTS


def test_a_page_that_is_not_there_is_asked_for_once(site: Site, options: FetchOptions) -> None:
    assert fetch([site.at("/")], options)[1] == ["http-error"]
    assert site.paths() == ["/"]
