"""`POST /v1/projects/query`: a question as JSON is answered as the list answers it."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.database import Database
from app.domain.keys import Scope
from app.query.body import MAX_BYTES
from tests.api.conftest import open_client
from tests.api.keys import make_key

ADDRESS = "/v1/projects/query"
ESF = {"field": "fund", "op": "eq", "value": "ESF"}
DEAR = {"field": "total_budget", "op": "gte", "value": 390000}
TREE = {"or": [DEAR, {"not": {"field": "programme_period", "value": "2014-2020"}}]}


def ask(client: TestClient, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    answer = client.post(ADDRESS, json=body)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def test_plain_conditions_are_the_very_question_of_the_address(client: TestClient) -> None:
    where = {"and": [ESF, DEAR]}
    asked = client.post(ADDRESS, json={"where": where, "sort": ["-total_budget"], "limit": 2})
    read = client.get("/v1/projects?total_budget__gte=390000&fund=ESF&sort=-total_budget&limit=2")
    assert asked.json() == read.json()
    assert asked.json()["next"]
    assert asked.headers["etag"] == read.headers["etag"]
    assert asked.headers["link"] == read.headers["link"]


def test_a_tree_goes_on_at_an_address_and_by_its_cursor(client: TestClient) -> None:
    whole = ask(client, where=TREE, sort=["name"], fields=["id"])
    ids = [row["id"] for row in whole["data"]]
    assert len(ids) == whole["total"] > 4
    first = ask(client, where=TREE, sort=["name"], fields=["id"], limit=3)
    by_address = client.get(first["next"])
    by_cursor = client.post(
        ADDRESS,
        json={"where": TREE, "sort": ["name"], "fields": ["id"], "limit": 3,
              "cursor": first["next_cursor"]},
    )  # fmt: skip
    assert by_address.json() == by_cursor.json()
    assert by_address.headers["etag"] == by_cursor.headers["etag"]
    assert [row["id"] for row in [*first["data"], *by_address.json()["data"]]] == ids[:6]
    other = client.post(
        ADDRESS, json={"where": {"not": TREE}, "sort": ["name"], "cursor": first["next_cursor"]}
    )
    (fault,) = other.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/cursor", "cursor-mismatch")


def test_a_missing_value_that_alone_decides_is_counted(client: TestClient) -> None:
    everything = ask(client)["total"]
    without = client.get("/v1/projects?total_budget__isnull=true").json()["data"]
    of_esf = [row for row in without if row["fund"] == "ESF"]
    either = ask(client, where={"or": [DEAR, ESF]})
    assert either["not_stated"] == {"total_budget": len(without) - len(of_esf)}
    neither = ask(client, where={"not": {"or": [DEAR, ESF]}})
    assert either["total"] + neither["total"] == everything
    assert neither["not_stated"] == {}
    kept = ask(client, where={"or": [DEAR, ESF]}, or_missing=["total_budget"])
    assert kept["total"] == either["total"] + either["not_stated"]["total_budget"]
    assert kept["not_stated"] == {}


def test_a_question_that_no_address_holds_goes_on_by_its_cursor(client: TestClient) -> None:
    names = [f"Ett namn som ingen har, nummer {number}" for number in range(900)]
    body = {"where": {"field": "name", "op": "notin", "value": names}, "limit": 5}
    page = ask(client, **body)
    assert page["next"] is None
    assert any("next_cursor" in note for note in page["notes"])
    found = len(page["data"])
    while page["next_cursor"]:
        page = ask(client, **body, cursor=page["next_cursor"])
        found += len(page["data"])
    assert found == page["total"] == ask(client)["total"]


@pytest.mark.parametrize("length", [8, 40, 55, 60, 65])
def test_the_address_of_a_next_page_can_be_read_wherever_there_is_one(
    client: TestClient, length: int
) -> None:
    names = [f"{number:03}{'å' * length}" for number in range(40)]
    page = ask(client, where={"field": "name", "op": "notin", "value": names}, limit=5)
    assert (page["next"] is None) == (length > 50) == bool(page["notes"])
    if page["next"]:
        assert client.get(page["next"]).status_code == 200
    tested = [{"field": "budget", "value": f"{number}.."} for number in range(2 * length)]
    page = ask(client, where={"or": tested}, limit=1)
    if page["next"]:
        assert client.get(page["next"]).status_code == 200


def test_an_owner_in_a_tree_that_nobody_spells_so_gets_a_note(client: TestClient) -> None:
    owners = [f"Exempel {number}" for number in range(20)]
    where = {"or": [{"field": "owner", "value": "Coompanion"}, {"field": "owner", "value": owners}]}
    notes = ask(client, where=where)["notes"]
    assert any("Coompanion Östergötland" in note for note in notes)
    assert len(notes) == 6


def test_everything_wrong_is_told_with_its_pointer(client: TestClient) -> None:
    body = {"where": {"and": [ESF, {"field": "regoin", "value": "SE12"}]}, "limt": 5, "as_of": 9**9}
    answer = client.post(ADDRESS, json=body)
    assert answer.status_code == 400
    told = [(one["in"], one["pointer"], one["hint"]) for one in answer.json()["errors"]]
    assert told == [("body", "/limt", "limit"), ("body", "/where/and/1/field", "region")]
    (fault,) = client.post(ADDRESS, json={"as_of": 9**9}).json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/as_of", "out-of-range")


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed-body"),
        (b"", "application/json", 400, "malformed-body"),
        (b"\xff", "application/json", 400, "malformed-body"),
        (b"[" * 100_000, "application/json", 400, "malformed-body"),
        (b"{}", "text/plain", 415, "unsupported-media-type"),
        (b" " * (MAX_BYTES + 1), "application/json", 413, "body-too-large"),
    ],
)
def test_a_body_that_is_no_question_is_refused(
    client: TestClient, content: bytes, kind: str, status: int, code: str
) -> None:
    answer = client.post(ADDRESS, content=content, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_question_is_asked_in_the_body_alone(client: TestClient) -> None:
    answer = client.post(f"{ADDRESS}?region=SE12", json={})
    assert answer.json()["code"] == "unknown-parameter"
    assert client.get("/v1/changes", params={"where": json.dumps(TREE)}).status_code == 200


@pytest.mark.parametrize("address", ["/v1/projects", "/v1/quality", "/v1/changes"])
def test_a_tree_is_a_parameter_wherever_projects_are_asked_for(
    client: TestClient, address: str
) -> None:
    page = client.get(address, params={"where": json.dumps(TREE)}).json()
    assert page["query"].startswith("where=%7B%22or%22")
    bad = client.get(address, params={"where": '{"field":"fund"}'}).json()
    assert bad["errors"][0]["parameter"] == "where"


def test_organisations_are_asked_for_with_trees_too(client: TestClient) -> None:
    leaves = [
        {"field": "project_count", "op": "gte", "value": 2},
        {"field": "name", "op": "startswith", "value": "Region"},
    ]
    found = client.get("/v1/organisations", params={"where": json.dumps({"or": leaves})}).json()
    every = client.get("/v1/organisations").json()["data"]
    fitting = [
        row for row in every if row["project_count"] >= 2 or row["name"].startswith("Region")
    ]
    assert found["data"] == fitting
    assert len(every) > len(fitting) > 1


def test_pages_of_other_sites_may_ask_with_a_body_here_and_write_nowhere(
    client: TestClient,
) -> None:
    def preflight(address: str) -> int:
        headers = {
            "Origin": "https://dashboard.example.se",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        return client.options(address, headers=headers).status_code

    assert preflight(ADDRESS) == 200
    assert preflight("/v1/projects") == 400
    answer = client.post(ADDRESS, json={}, headers={"Origin": "https://dashboard.example.se"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_reading_with_a_body_needs_the_key_that_reading_needs(golden_database: Database) -> None:
    key = make_key(golden_database, Scope.READ)
    with open_client(golden_database, reads="key") as client:
        assert client.post(ADDRESS, json={}).status_code == 401
        shown = client.post(ADDRESS, json={}, headers={"Authorization": f"Bearer {key}"})
    assert shown.status_code == 200


def test_contact_data_is_shown_as_in_the_list_and_never_asked_for(client: TestClient) -> None:
    fields = client.post(ADDRESS, json={"fields": ["contact_email"]})
    assert fields.json()["code"] == "personal-field"
    where = client.post(ADDRESS, json={"where": {"field": "contact_email", "value": "a"}})
    assert where.json()["code"] == "personal-field"


def test_the_copy_that_a_caller_holds_is_still_right(client: TestClient) -> None:
    first = client.post(ADDRESS, json={"where": TREE})
    headers = {"If-None-Match": first.headers["etag"]}
    again = client.post(ADDRESS, json={"where": {"or": TREE["or"][::-1]}}, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
