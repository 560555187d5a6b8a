"""`/v1/projects/{id}/similar` over HTTP: its envelope, peers as the figures tell them, caching."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.database import Database
from tests.api.conftest import open_client

SEED = "/v1/projects/2020-00713"
ADDRESS = f"{SEED}/similar"


def test_a_packaged_project_is_like_the_other_one_of_its_owner(client: TestClient) -> None:
    page = client.get(ADDRESS).json()
    first = page["data"][0]
    assert (first["id"], first["relation"]) == ("2020-00700", "similar")
    assert "same_owner" in {reason["code"] for reason in first["reasons"]}
    assert 0 < first["score"] <= 1
    assert page["total"] == len(page["data"]) <= page["limit"] == 10
    assert page["query"] == ""


def test_every_project_is_answered_and_none_is_like_itself(client: TestClient) -> None:
    for row in client.get("/v1/projects").json()["data"]:
        page = client.get(f"/v1/projects/{row['id']}/similar?limit=50").json()
        assert row["id"] not in {one["id"] for one in page["data"]}
        for other in page["data"]:
            held = client.get(f"/v1/projects/{other['id']}").json()
            shown = {name: value for name, value in other.items() if name in held}
            assert shown == {name: held[name] for name in shown}
            assert len(other) - len(shown) == len({"score", "relation", "reasons"})


def test_shared_words_are_found_by_a_search_in_both_projects(client: TestClient) -> None:
    own = client.get(SEED).json()
    shared = 0
    for other in client.get(ADDRESS).json()["data"]:
        for word in [one for reason in other["reasons"] for one in reason.get("words", ())]:
            assert word in f"{own['name']} {own['summary']}"
            found = client.get("/v1/projects", params={"q": word, "fields": "id"}).json()["data"]
            assert {own["id"], other["id"]} <= {row["id"] for row in found}
            shared += 1
    assert shared


def test_peers_are_those_behind_their_address_and_their_figures_those_of_the_aggregate(
    client: TestClient,
) -> None:
    peers = client.get(ADDRESS).json()["peers"]
    assert peers["of"]["field"] == "specific_objective"
    listed = client.get(peers["of"]["href"]).json()
    assert "2020-00713" in {row["id"] for row in listed["data"]}
    metrics = "median:total_budget,p10:total_budget,p90:total_budget"
    asked = {"specific_objective": peers["of"]["value"], "metrics": metrics}
    figures = client.get("/v1/aggregate", params=asked).json()["data"][0]
    told = peers["total_budget"]
    assert told["count"] == figures["stated_total_budget"]
    for name in ("median", "p10", "p90"):
        assert told[name] == figures[f"{name}_total_budget"]
    assert told["value"] == client.get(SEED).json()["total_budget"]


def test_the_answer_follows_the_data_and_is_not_sent_twice(
    client: TestClient, golden_database: Database
) -> None:
    answer = client.get(ADDRESS)
    tag = answer.headers["etag"]
    assert tag.startswith("W/")
    again = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{ADDRESS}?limit=1").headers["etag"] != tag
    with golden_database.write() as session:
        session.connection().exec_driver_sql("UPDATE dataset SET version = version + 1")
    assert client.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 200


def test_a_printed_number_leads_to_the_same_answer(client: TestClient) -> None:
    asked = client.get("/v1/projects/2020%2F00713/similar")
    assert asked.headers["content-location"].endswith(ADDRESS)
    assert asked.json() == client.get(ADDRESS).json()


@pytest.mark.parametrize("key", ["2020-99999", "none", "%00", "a%2Fb%2Fc"])
def test_what_is_no_project_is_not_found(client: TestClient, key: str) -> None:
    answer = client.get(f"/v1/projects/{key}/similar")
    assert (answer.status_code, answer.json()["code"]) == (404, "project-not-found")


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("limit=0", "out-of-range"),
        ("limit=51", "out-of-range"),
        ("limit=x", "bad-value"),
        ("limit=", "empty-value"),
        ("limit=1&limit=2", "repeated"),
        ("as_of=1", "unknown-parameter"),
        ("region=SE12", "unknown-parameter"),
        ("offset=1", "unknown-parameter"),
    ],
)
def test_nothing_asked_is_ignored(client: TestClient, question: str, code: str) -> None:
    answer = client.get(f"{ADDRESS}?{question}")
    assert answer.status_code == 400
    assert [fault["code"] for fault in answer.json()["errors"]] == [code]


def test_contact_persons_are_not_in_it(golden_database: Database) -> None:
    with open_client(golden_database) as client:
        for row in client.get("/v1/projects").json()["data"]:
            record: dict[str, Any] = client.get(f"/v1/projects/{row['id']}").json()
            text = client.get(f"/v1/projects/{row['id']}/similar?limit=50").text
            for name in ("contact_email", "contact_phone"):
                assert not record[name] or record[name] not in text
