"""Merging organisations over HTTP: who may, what is answered, what is refused and where."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.database import Database
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key

EAST, NORTH, THIRD = "n-c8b56896", "7164603867", "n-079733ef"
EAST_NAME = "Coompanion Östergötland"
ADDRESS = f"/v1/organisations/{EAST}/merge"


@pytest.fixture
def writer(seeded_database: Database) -> Iterator[TestClient]:
    """A client with a key that may write."""
    with open_client(seeded_database) as client:
        client.headers.update(bearer(make_key(seeded_database, "write")))
        yield client


@pytest.fixture
def merged(writer: TestClient) -> TestClient:
    """The same, after a merge."""
    assert merge(writer).status_code == 200
    return writer


def merge(
    client: TestClient, into: object = NORTH, headers: Mapping[bytes, bytes] | None = None
) -> Response:
    return client.post(ADDRESS, json={"into": into}, headers=headers)


def found(client: TestClient, owner: str) -> set[str]:
    rows = client.get("/v1/projects", params={"owner": owner}).json()["data"]
    return {row["id"] for row in rows}


def told(response: Response) -> list[tuple[str, str]]:
    """Pointer and code of each fault."""
    return [(error["pointer"], error["code"]) for error in response.json()["errors"]]


def events(client: TestClient, key: str, **headers: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get(
        f"/v1/organisations/{key}/history", headers=headers
    ).json()["data"]
    return rows


def test_a_merge_answers_with_the_organisation_that_stays_as_get_shows_it(
    writer: TestClient,
) -> None:
    own, other = found(writer, EAST), found(writer, NORTH)
    response = merge(writer)
    shown = writer.get(f"/v1/organisations/{NORTH}")
    assert response.status_code == 200
    assert response.json() == shown.json()
    assert response.headers["etag"] == shown.headers["etag"]
    assert response.headers["content-location"].endswith(f"/v1/organisations/{NORTH}")
    assert EAST_NAME in response.json()["spellings"]
    for asked in (EAST, NORTH, EAST_NAME, EAST_NAME.upper()):
        assert found(writer, asked) == own | other


def test_a_merged_organisation_is_answered_by_the_one_that_stays(merged: TestClient) -> None:
    asked, target = (merged.get(f"/v1/organisations/{key}") for key in (EAST, NORTH))
    assert asked.status_code == 200
    assert asked.json() == target.json()
    assert asked.headers["content-location"] == f"http://testserver/v1/organisations/{NORTH}"
    assert "content-location" not in target.headers
    tag = asked.headers["etag"]
    again = merged.get(f"/v1/organisations/{EAST}", headers={"If-None-Match": tag})
    assert again.status_code == 304
    listed = merged.get("/v1/organisations").json()["data"]
    assert EAST not in {row["id"] for row in listed}


def test_past_states_are_found_by_what_the_owner_was_then(writer: TestClient) -> None:
    own = found(writer, EAST)
    before = writer.get("/v1/projects").json()["dataset_version"]
    merge(writer)
    params: dict[str, str | int] = {"owner": EAST_NAME, "as_of": before, "fields": "owner_id"}
    rows = writer.get("/v1/projects", params=params).json()["data"]
    assert own <= {row["id"] for row in rows if row["owner_id"] == EAST}


def test_undoing_answers_with_the_organisation_as_it_was(writer: TestClient) -> None:
    before, own = writer.get(f"/v1/organisations/{EAST}").json(), found(writer, EAST)
    merge(writer)
    response = writer.delete(ADDRESS)
    assert response.status_code == 200
    assert response.json() == before
    assert found(writer, EAST) == own
    again = writer.delete(ADDRESS)
    assert (again.status_code, again.json()["code"]) == (404, "merge-not-found")


def test_the_records_state_what_they_stated(merged: TestClient) -> None:
    for row in merged.get("/v1/projects", params={"owner": EAST_NAME, "fields": "*"}).json()[
        "data"
    ]:
        assert row["owner_id"] == NORTH
        assert row["owner"] in {EAST_NAME, "Coompanion - Kooperativ Utveckling Västernorrland"}
        assert row["owner_organisation_number"] in (None, NORTH)


def test_both_sides_tell_what_was_done_the_newest_first(writer: TestClient) -> None:
    merge(writer, headers={b"Change-Reason": "Samma förening".encode()})
    writer.delete(ADDRESS)
    undone, done = events(writer, EAST)
    assert events(writer, NORTH) == [undone, done]
    assert [done[name] for name in ("op", "organisation_id", "into_id", "project_count")] == [
        "merge", EAST, NORTH, 2,
    ]  # fmt: skip
    assert (undone["op"], undone["reason"], done["reason"]) == ("undo", None, "Samma förening")


def test_the_history_is_a_list_like_all_others(writer: TestClient) -> None:
    merge(writer)
    writer.delete(ADDRESS)
    address = f"/v1/organisations/{EAST}/history"
    page = writer.get(address, params={"limit": 1}).json()
    assert (page["total"], page["limit"], len(page["data"])) == (2, 1, 1)
    assert [row["op"] for row in writer.get(page["next"]).json()["data"]] == ["merge"]
    tag = writer.get(address).headers["etag"]
    assert writer.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert writer.get(f"/v1/organisations/{THIRD}/history").json()["data"] == []
    assert writer.get("/v1/organisations/nobody/history").status_code == 404


def test_only_an_admin_key_sees_who_merged(merged: TestClient, seeded_database: Database) -> None:
    admin = bearer(make_key(seeded_database, "admin"))
    assert [row["by"] for row in events(merged, EAST)] == [None]
    (by,) = [row["by"] for row in events(merged, EAST, **admin)]
    assert by.startswith("Kim Exempel (")


def test_the_same_request_merges_once(writer: TestClient) -> None:
    first, again = (merge(writer, headers={b"Idempotency-Key": b"once"}) for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert len(events(writer, EAST)) == 1


def test_what_is_merged_is_merged_once_only(merged: TestClient) -> None:
    response = merge(merged, into=THIRD)
    assert (response.status_code, response.json()["code"]) == (409, "already-merged")
    assert NORTH in response.json()["detail"]


def test_a_target_that_is_merged_is_refused_with_a_hint(merged: TestClient) -> None:
    response = merged.post(f"/v1/organisations/{THIRD}/merge", json={"into": EAST})
    assert response.status_code == 422
    assert [error["hint"] for error in response.json()["errors"]] == [NORTH]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"into": EAST}, [("/into", "conflict")]),
        ({"into": "nobody"}, [("/into", "organisation-not-found")]),
        ({}, [("/into", "required")]),
        ({"into": None}, [("/into", "required")]),
        ({"into": ""}, [("/into", "empty-value")]),
        ({"into": "a\0b"}, [("/into", "bad-value")]),
        ({"into": 7164603867}, [("/into", "wrong-type")]),
        ({"in/to": NORTH}, [("/in~1to", "unknown-field"), ("/into", "required")]),
        ([NORTH], [("", "wrong-type")]),
    ],
)
def test_every_fault_of_the_body_is_told_where_it_stands(
    writer: TestClient, body: object, faults: list[tuple[str, str]]
) -> None:
    response = writer.post(ADDRESS, json=body)
    assert response.status_code == 422
    assert told(response) == faults
    assert events(writer, EAST) == []


def test_a_key_that_stands_twice_is_refused(writer: TestClient) -> None:
    twice = f'{{"into": "{NORTH}", "into": "{NORTH}"}}'
    response = writer.post(ADDRESS, content=twice, headers={"Content-Type": "application/json"})
    assert told(response) == [("/into", "duplicate-key")]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_merging_needs_a_key_that_may_write(seeded_database: Database, method: str) -> None:
    reader = bearer(make_key(seeded_database, "read"))
    nobody = "/v1/organisations/nobody/merge"  # whether it is there is told to no one else
    with open_client(seeded_database) as client:
        for address in (ADDRESS, nobody):
            sent: dict[str, Any] = {"json": {"into": NORTH}} if method == "POST" else {}
            assert client.request(method, address, **sent).status_code == 401
            assert client.request(method, address, headers=reader, **sent).status_code == 403


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_who_is_not_there_is_a_404(writer: TestClient, method: str) -> None:
    sent: dict[str, Any] = {"json": {"into": NORTH}} if method == "POST" else {}
    for key in ("nobody", "no%00body"):
        response = writer.request(method, f"/v1/organisations/{key}/merge", **sent)
        assert (response.status_code, response.json()["code"]) == (404, "organisation-not-found")


def test_nothing_that_is_sent_is_ignored(writer: TestClient) -> None:
    assert merge(writer, headers={b"If-Match": b'"x"'}).status_code == 400
    assert writer.delete(f"{ADDRESS}?into={NORTH}").status_code == 400
    assert writer.post(ADDRESS, content=b"{}").status_code == 415
    assert events(writer, EAST) == []


def test_an_address_of_merging_names_its_methods(writer: TestClient) -> None:
    response = writer.get(ADDRESS)
    assert response.status_code == 405
    assert {"POST", "DELETE"} <= set(response.headers["allow"].split(", "))
