"""`/v1/projects` as its readers see it: values, paging, notes, addresses."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from starlette.testclient import TestClient

from app.database import Database
from app.domain.fields import FIELDS, LISTED
from tests.api.conftest import open_client

ROOT = Path(__file__).parents[2]
GOLDEN = sorted((ROOT / "tests" / "golden").glob("[ps]*/*.json"))
TODAY = date(2026, 11, 22)
CLERICAL = {"version", "created_at", "updated_at", "last_seen_at"}


def expected_record(path: Path) -> dict[str, Any]:
    """What a reader of the document wrote down; `line:N` is that line of the page."""
    record: dict[str, Any] = json.loads(path.read_text("utf-8"))["record"]
    page = path.with_suffix(".txt")
    if path.parent.name == "seeds":
        page = ROOT / "app" / "data" / "seeds" / page.name
    lines = page.read_text("utf-8").split("\n")
    for name, value in record.items():
        if isinstance(value, str) and value.startswith("line:"):
            record[name] = lines[int(value[5:]) - 1]
    return record


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_record_equals_what_a_reader_of_the_document_wrote(
    client: TestClient, path: Path
) -> None:
    expected = expected_record(path)
    with time_machine.travel(TODAY, tick=False):
        record = client.get(f"/v1/projects/{expected['id']}").json()
    assert {name: record[name] for name in expected} == expected
    assert list(record) == [field.name for field in FIELDS]


def test_a_list_row_has_every_listed_column_in_table_order(client: TestClient) -> None:
    page = client.get("/v1/projects").json()
    assert {tuple(row) for row in page["data"]} == {LISTED}
    assert page["total"] == len(page["data"]) == len(GOLDEN)


def test_the_envelope_tells_everything_even_when_nothing_is_found(client: TestClient) -> None:
    page = client.get("/v1/projects?fund=ESF%2B&programme_period=2007-2013").json()
    assert page == {
        "data": [],
        "total": 0,
        "not_stated": {},
        "limit": 50,
        "next_cursor": None,
        "next": None,
        "dataset_version": len(GOLDEN),
        "dataset_updated_at": page["dataset_updated_at"],
        "query": "programme_period=2007-2013&fund=ESF%2B",
        "notes": [],
    }


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("region=SE12&owner=rädda barnen", ["2020-00718"]),
        ("region=småland och öarna", []),
        ("region=SE3&fund=ESF%2B", ["23-032-S01"]),
        ("programme_area=2014-2020:1", ["2020-00700", "2022-00282"]),
        ("owner=7164603867", ["23-032-S01"]),
        ("period=2021&budget=300000..397590", ["2020-00700", "2020-00713"]),
        ("active_on=2010-09-01&programme_area=2", ["merit-nu-34e689ba"]),
        ("quality_issues=amount-sentinel", ["2020-00713"]),
        ("q=merit.nu", ["merit-nu-34e689ba"]),
        ("name__startswith=spira", ["2015-00671", "22-046-S08"]),
        ("number=2020/00713", ["2020-00713"]),
        ("status=planned", []),
        ("total_budget__isnull=true&region=SE11", ["22-043-S02"]),
    ],
)
def test_filters_find_what_the_documents_state(
    client: TestClient, query: str, ids: list[str]
) -> None:
    page = client.get(f"/v1/projects?{query}&fields=id").json()
    assert [row["id"] for row in page["data"]] == ids


def test_a_range_counts_what_it_dropped_and_or_missing_keeps_it(client: TestClient) -> None:
    dropped = client.get("/v1/projects?fund=ESF%2B&total_budget__gte=1").json()
    assert dropped["total"] == 0
    assert dropped["not_stated"] == {"total_budget": 3}
    kept = client.get("/v1/projects?fund=ESF%2B&total_budget__gte=1&or_missing=total_budget").json()
    assert kept["total"] == 3


@pytest.mark.parametrize("sort", ["id", "-total_budget", "owner,-start_date", "-owner_city"])
def test_following_next_gives_every_record_once(client: TestClient, sort: str) -> None:
    whole = [row["id"] for row in client.get(f"/v1/projects?sort={sort}").json()["data"]]
    walked: list[str] = []
    address: str | None = f"/v1/projects?sort={sort}&limit=5&fields=id"
    while address:
        response = client.get(address)
        page = response.json()
        walked += [row["id"] for row in page["data"]]
        address = page["next"]
        assert response.links.get("next", {}).get("url") == address
        assert (page["next_cursor"] is None) == (address is None)
    assert walked == whole


def test_swedish_letters_sort_after_z(client: TestClient) -> None:
    rows = client.get("/v1/projects?sort=owner&fields=owner").json()["data"]
    owners = [row["owner"] for row in rows]
    assert owners.index("Rädda Barnen") < owners.index("SAMORDNINGSFÖRBUNDET RAR I SÖRMLAND")
    assert owners.index("Region Västmanland") < owners.index("Rädda Barnen")


def test_an_owner_that_nobody_spells_so_gets_near_spellings(client: TestClient) -> None:
    page = client.get("/v1/projects?owner=Coompanion").json()
    assert page["total"] == 0
    (note,) = page["notes"]
    assert "Coompanion Östergötland" in note
    assert "owner__contains" in note


def test_one_misspelt_owner_among_several_gets_its_note(client: TestClient) -> None:
    page = client.get("/v1/projects?owner=Rädda Barnen&owner=Rdda Barnen").json()
    assert page["total"] == 1
    (note,) = page["notes"]
    assert "“Rdda Barnen”" in note
    assert client.get("/v1/projects?owner=7164603867&owner=n-c8b56896").json()["notes"] == []


def test_a_printed_number_answers_as_the_slug(client: TestClient) -> None:
    by_number = client.get("/v1/projects/2020%2F00713")
    by_id = client.get("/v1/projects/2020-00713")
    assert by_number.json() == by_id.json()
    assert by_number.headers["content-location"].endswith("/v1/projects/2020-00713")
    assert "content-location" not in by_id.headers


@pytest.mark.parametrize("asked", ["nope", "2020/99999", "%00", "a" * 500, "..%2F..", "%FF"])
def test_an_unknown_project_is_a_404_that_says_so(client: TestClient, asked: str) -> None:
    response = client.get(f"/v1/projects/{asked}")
    assert response.status_code == 404
    assert response.json()["code"] == "project-not-found"


def test_count_none_leaves_the_total_out(client: TestClient) -> None:
    page = client.get("/v1/projects?count=none&limit=3").json()
    assert page["total"] is None
    assert page["next_cursor"]


def test_the_public_address_stands_in_links(golden_database: Database) -> None:
    with open_client(golden_database, public_url="https://data.example.se/esf/") as client:
        page = client.get("/v1/projects?limit=1").json()
    assert page["next"].startswith("https://data.example.se/esf/v1/projects?limit=1&cursor=")
