"""Searching over HTTP: ranks over many pages, where a search was found, what could not be asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from app.database import Database
from tests.api.conftest import open_client
from tests.importer.files import import_contents
from tests.importer.pages import make_page

TEXT = "Deltagarna får kompetensutveckling <b>och</b> stöd."


@pytest.fixture
def client(empty_database: Database, tmp_path: Path) -> Iterator[TestClient]:
    """Nine projects: the word in name, owner and text, as it is, inflected and in compounds."""
    words = ("Kompetens", "Kompetensen", "Baskompetens")
    pages = [
        make_page(**{"name": "Annat", field: word}, Diarienummer=f"2020/0000{3 * place + index}")
        for place, field in enumerate(("owner", "name"))
        for index, word in enumerate(reversed(words))
    ]
    texts = [
        make_page("Öst & Väst", summary=TEXT, Diarienummer=f"2020/0000{number}")
        for number in (6, 7, 8)
    ]
    import_contents(empty_database, tmp_path, *pages, *texts)
    with open_client(empty_database) as client:
        yield client


def ask(client: TestClient, **asked: object) -> dict[str, Any]:
    answer = client.get("/v1/projects", params={key: str(value) for key, value in asked.items()})
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def numbers(page: dict[str, Any]) -> str:
    return "".join(row["id"][-1] for row in page["data"])


RANKED = "543210678"


def test_the_best_come_first_on_whichever_page(client: TestClient) -> None:
    assert numbers(ask(client, q="kompetens")) == RANKED
    for limit in range(1, 10):
        found, page = "", ask(client, q="kompetens", limit=limit)
        while page["next"]:
            found += numbers(page)
            asked = urlsplit(page["next"])
            page = client.get(f"{asked.path}?{asked.query}").json()
            assert page["total"] == 9
        assert found + numbers(page) == RANKED, limit


def test_a_filter_on_what_only_the_database_holds_keeps_the_order(client: TestClient) -> None:
    held = ask(client, q="kompetens", number__contains="0000", call_number__isnull="true")
    assert numbers(held) == RANKED


def test_the_past_is_searched_as_the_present_is(client: TestClient) -> None:
    for version in range(1, 9):
        kept = {str(place) for place in range(version)}
        expected = "".join(number for number in RANKED if number in kept)
        assert numbers(ask(client, q="kompetens", as_of=version)) == expected


def test_a_named_order_goes_before_the_rank(client: TestClient) -> None:
    assert numbers(ask(client, q="kompetens", sort="-id")) == "876543210"


def test_a_row_tells_where_it_was_found(client: TestClient) -> None:
    page = ask(client, q="kompetens väst", fields="name,matched_in,highlight", limit=1)
    assert page["data"] == [
        {
            "id": "2020-00006",
            "name": "Öst & Väst",
            "matched_in": ["name", "summary"],
            "highlight": {
                "name": "Öst &amp; <mark>Väst</mark>",
                "summary": "Deltagarna får <mark>kompetensutveckling</mark>"
                " &lt;b&gt;och&lt;/b&gt; stöd.",
            },
        }
    ]
    assert page["query"] == "q=kompetens%20v%C3%A4st&fields=id,name,matched_in,highlight&limit=1"


def test_what_tells_where_needs_a_search_and_a_small_page(client: TestClient) -> None:
    answer = client.get("/v1/projects?fields=highlight,matched_in&limit=2000")
    assert answer.status_code == 400
    found = [(one["parameter"], one["code"], one["hint"]) for one in answer.json()["errors"]]
    assert found == [("fields", "conflict", "q"), ("limit", "out-of-range", "100")]


@pytest.mark.parametrize("path", ["/v1/organisations", "/v1/projects/2020-00001", "/v1/changes"])
def test_other_addresses_know_no_such_columns(client: TestClient, path: str) -> None:
    assert client.get(f"{path}?q=a&fields=matched_in").status_code == 400


def test_signs_that_stand_alone_are_told_of(client: TestClient) -> None:
    page = ask(client, q="öst & väst")
    assert numbers(page) == "678"
    assert page["notes"] == ["“&” has no letter and no digit: nothing was searched for it."]
    assert ask(client, q="&")["total"] == 0


def test_what_is_written_is_found_at_once(
    client: TestClient, empty_database: Database, tmp_path: Path
) -> None:
    assert ask(client, q="nyordet")["total"] == 0
    import_contents(
        empty_database, tmp_path, make_page(summary="Ett nyord.", Diarienummer="2020/00009")
    )
    assert numbers(ask(client, q="nyordet")) == "9"
    import_contents(
        empty_database, tmp_path, make_page(summary="Ett annat.", Diarienummer="2020/00009")
    )
    assert ask(client, q="nyordet")["total"] == 0
    assert ask(client, q="nyordet", as_of=10)["total"] == 1
