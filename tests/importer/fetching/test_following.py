"""Runs that follow the links of a list."""

from dataclasses import replace

import pytest

from app.importer.fetching.options import FetchOptions
from app.importer.fetching.run import fetch_documents
from tests.importer.fetching.runs import contents, fetch
from tests.outbound.site import Site

PAGES = 7


def fill(site: Site) -> None:
    """A list of seven projects on three pages, each project and each page linked to twice."""
    numbers = "".join(f'<a href="/projekt?page={page}">{page}</a>' for page in (1, 2, 3))
    for page in (1, 2, 3):
        on_page = range(3 * page - 3, min(3 * page, PAGES))
        rows = "".join(f'<a href="/projekt/{n}"><img></a><a href="/projekt/{n}#x">{n}</a>'
                       for n in on_page)  # fmt: skip
        menu = '<a href="/">Hem</a><a href="/om">Om</a><a href="/projekt">Alla</a>'
        site.page(f"/projekt?page={page}", f"{menu}{rows}{numbers}")
    site.routes["/projekt"] = site.routes["/projekt?page=1"]
    for n in range(PAGES):
        site.page(f"/projekt/{n}", f'project {n} <a href="/projekt/{n}/mer">mer</a>')


@pytest.fixture
def following(options: FetchOptions) -> FetchOptions:
    return replace(options, follow=True)


def test_every_page_of_the_list_and_every_project_is_fetched_once(
    site: Site, following: FetchOptions
) -> None:
    fill(site)
    documents, failed = fetch([site.at("/projekt")], following)
    assert failed == []
    assert [one.url for one in documents] == [site.at(f"/projekt/{n}") for n in range(PAGES)]
    lists = {"/projekt", *(f"/projekt?page={page}" for page in (1, 2, 3))}
    assert sorted(site.paths()) == sorted([*lists, *(f"/projekt/{n}" for n in range(PAGES))])


def test_without_following_a_list_is_a_document(site: Site, options: FetchOptions) -> None:
    fill(site)
    assert len(fetch([site.at("/projekt")], options)[0]) == 1
    assert site.paths() == ["/projekt"]


def test_a_list_that_leads_nowhere_is_a_document(site: Site, following: FetchOptions) -> None:
    site.page("/projekt", '<p>Inga projekt. <a href="/">Hem</a>')
    site.page("/lista.csv", "Namn;Diarienummer\n", Content_Type="text/csv")
    documents = fetch([site.at("/projekt"), site.at("/lista.csv")], following)[0]
    assert [one.name for one in documents] == [site.at("/projekt"), site.at("/lista.csv")]


def test_a_list_that_does_not_say_what_it_is_is_looked_through(
    site: Site, following: FetchOptions
) -> None:
    site.page("/projekt", '\n<html><a href="/projekt/1">1</a>', Content_Type="")
    site.page("/projekt/1", "one")
    assert contents(fetch([site.at("/projekt")], following)[0]) == [b"one"]


def test_links_of_a_list_are_read_from_where_it_was_found(
    site: Site, following: FetchOptions
) -> None:
    site.page("/gammal", "", 301, Location="/ny/lista/")
    site.page("/ny/lista/", '<a href="1">1</a>')
    site.page("/ny/lista/1", "one")
    assert contents(fetch([site.at("/gammal")], following)[0]) == [b"one"]


def test_links_that_lead_to_one_page_bring_it_once(site: Site, following: FetchOptions) -> None:
    site.page("/projekt", '<a href="/projekt/a">a</a><a href="/projekt/b">b</a>')
    site.page("/projekt/a", "", 302, Location="/projekt/b")
    site.page("/projekt/b", "b")
    assert contents(fetch([site.at("/projekt")], following)[0]) == [b"b"]


def test_no_project_is_lost_that_looks_like_the_next_page(
    site: Site, following: FetchOptions
) -> None:
    site.page("/projekt", '<a href="/projekt/a">Nästa</a>')
    site.page("/projekt/a", 'a <a href="/projekt/b">b</a>')
    site.page("/projekt/b", "b")
    documents = fetch([site.at("/projekt")], following)[0]
    assert [one.url for one in documents] == [site.at("/projekt/a"), site.at("/projekt/b")]


def test_a_link_that_fails_is_told(site: Site, following: FetchOptions) -> None:
    site.page("/projekt", '<a href="/projekt/a">a</a><a href="/projekt/b">b</a>')
    site.page("/projekt/b", "b")
    results = fetch_documents([site.at("/projekt")], following)
    assert contents(results) == [b"http-error", b"b"]


def test_following_ends_at_its_bound_and_says_so(site: Site, following: FetchOptions) -> None:
    fill(site)
    results = list(fetch_documents([site.at("/projekt")], replace(following, max_pages=6)))
    *documents, told = results
    assert len(site.paths()) == 6
    assert len(documents) < PAGES
    assert told.refusal is not None
    assert (told.refusal.code, told.name) == ("too-many-pages", site.at("/projekt?page=3"))


def test_a_list_without_end_is_left_at_the_bound(site: Site, following: FetchOptions) -> None:
    for page in range(60):
        site.page(f"/projekt?page={page}", f'<a href="/projekt?page={page + 1}">Nästa</a>')
    failed = fetch([site.at("/projekt?page=0")], replace(following, max_pages=20))[1]
    assert failed == ["too-many-pages"]
    assert len(site.paths()) == 20


def test_documents_flow_before_the_whole_list_is_known(site: Site, following: FetchOptions) -> None:
    fill(site)
    told: list[tuple[int, int | None]] = []
    results = fetch_documents(
        [site.at("/projekt")], following, lambda done, total: told.append((done, total))
    )
    next(results)
    assert site.paths() == ["/projekt", "/projekt/0"]
    list(results)
    assert told[0] == (1, None)
    assert told[-1] == (PAGES + 4, PAGES + 4)


def test_an_interrupted_run_over_a_list_goes_on(site: Site, following: FetchOptions) -> None:
    fill(site)
    results = fetch_documents([site.at("/projekt")], following)
    first = [next(results) for _ in range(5)]
    del results
    whole = list(fetch_documents([site.at("/projekt")], following))
    assert whole[:5] == first
    assert len(whole) == PAGES
    assert len(site.paths()) == len(set(site.paths())) == PAGES + 4
