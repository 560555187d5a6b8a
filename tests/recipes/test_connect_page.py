"""`/connect`: the recipes for a question as a page, told in words and counted."""

import html
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.database import Database
from app.recipes.recipes import RECIPES
from tests.api.conftest import open_client


@pytest.fixture
def client(golden_database: Database) -> Iterator[TestClient]:
    with open_client(golden_database) as client:
        yield client


ASKED = "region=SE12&budget=..390000"


def test_the_page_has_every_recipe_for_the_question(client: TestClient) -> None:
    page = client.get(f"/connect?{ASKED}")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert re.findall(r'<section id="([\w-]+)">', page.text) == [one.name for one in RECIPES]
    text = html.unescape(page.text)
    assert f'urlretrieve("http://testserver/v1/projects.parquet?{ASKED}"' in text
    assert f"http://testserver/v1/projects.csv?{ASKED}&dialect=excel-sv" in text
    total = client.get(f"/v1/projects?{ASKED}").json()["total"]
    assert f"Rows: {total}." in text
    assert text.count("Not run here") == sum(not one.runs for one in RECIPES)


def test_addresses_are_those_that_the_public_sees(golden_database: Database) -> None:
    with open_client(golden_database, public_url="https://bank.example.se/esf/") as client:
        assert "'https://bank.example.se/esf/v1/projects.csv'" in html.unescape(
            client.get("/connect").text
        )


def test_a_question_with_faults_gets_no_recipe(client: TestClient) -> None:
    refused = client.get("/connect?regin=SE12&limit=0&cursor=x")
    assert refused.status_code == 400
    faults = {fault["parameter"] for fault in refused.json()["errors"]}
    assert faults == {"regin", "limit", "cursor"}


def test_what_odata_has_no_word_for_is_told(client: TestClient) -> None:
    text = client.get("/connect?as_of=4&q=(arbete)").text
    assert "OData has no word for as_of, q: its addresses leave that out." in text
    sections = re.findall(r'<section id="([\w-]+)">(.*?)</section>', text, re.DOTALL)
    beside = "(without <code>as_of</code>, <code>q</code>: OData has no word for it)"
    for name, section in sections:
        assert (beside in section) == ("/odata/v4/Projects" in section), name
    assert {name for name, section in sections if beside in section} == {
        "odata", "power-bi", "excel", "tableau",
    }  # fmt: skip
    said = "budget=1..&or_missing=total_budget&q=-arbete%20OR%20skola"
    assert "has no word" not in client.get(f"/connect?{said}").text


def test_a_page_that_is_held_already_is_not_sent_again(client: TestClient) -> None:
    page = client.get("/connect")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    known = client.get("/connect", headers={"If-None-Match": page.headers["etag"]})
    assert known.status_code == 304


def test_what_a_question_says_is_text_on_the_page(client: TestClient) -> None:
    page = client.get("/connect", params={"q": "<script>alert(1)</script>"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
