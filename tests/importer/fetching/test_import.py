"""From a site into the database: the record knows where and as of when it was printed."""

from collections.abc import Iterator
from datetime import date

from app.database import Database
from app.importer.fetching.options import FetchOptions
from app.importer.fetching.run import fetch_documents
from app.importer.incoming import Options
from app.importer.report import Result
from app.importer.run import import_documents
from tests.importer.pages import make_page
from tests.outbound.site import Site, answering
from tests.store.rows import stored_projects


def import_addresses(
    database: Database, addresses: list[str], options: FetchOptions
) -> Iterator[Result]:
    return import_documents(database, fetch_documents(addresses, options), Options())


def test_a_fetched_page_says_where_and_when_it_was_printed(
    site: Site, options: FetchOptions, empty_database: Database
) -> None:
    page = make_page(Diarienummer="2020/00001")
    site.page("/gammal", "", 301, Location="/projekt/1")
    site.routes["/projekt/1"] = answering(
        page,
        Content_Type="text/plain; charset=utf-8",
        Last_Modified="Wed, 02 Apr 2025 10:00:00 GMT",
    )
    addresses = [site.at("/gammal"), site.at("/borta")]
    taken, refused = import_addresses(empty_database, addresses, options)
    assert (taken.outcome, taken.document) == ("created", site.at("/gammal"))
    assert (refused.outcome, refused.document) == ("rejected", site.at("/borta"))
    assert (refused.reason or "").startswith("http-error: status 404")
    [project] = stored_projects(empty_database)
    assert (project.source_url, project.source_date) == (site.at("/projekt/1"), date(2025, 4, 2))
    again = list(import_addresses(empty_database, addresses, options))
    assert [one.outcome for one in again] == ["unchanged", "rejected"]


def test_what_was_fetched_before_an_interruption_is_imported_after_it(
    site: Site, options: FetchOptions, empty_database: Database
) -> None:
    for n in range(4):
        site.page(f"/{n}", make_page(Diarienummer=f"2020/0000{n}"), Content_Type="text/plain")
    addresses = [site.at(f"/{n}") for n in range(4)]
    fetched = fetch_documents(addresses, options)
    assert next(fetched).content
    assert next(fetched).content
    del fetched
    results = list(import_addresses(empty_database, addresses, options))
    assert [one.outcome for one in results] == ["created"] * 4
    assert len(stored_projects(empty_database)) == len(set(site.paths())) == len(site.paths()) == 4
