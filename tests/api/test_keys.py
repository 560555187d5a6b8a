"""`/v1/keys`: made once, listed without secrets, revoked for good."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.database import Database
from app.domain.keys import Scope
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key

KEYS = "/v1/keys"
COLUMNS = ["id", "name", "scope", "created_at", "expires_at", "revoked_at", "last_used_at"]


@pytest.fixture
def admin(empty_database: Database) -> Iterator[TestClient]:
    """A client with an admin key."""
    key = make_key(empty_database, Scope.ADMIN, "Administratör")
    with open_client(empty_database) as client:
        client.headers.update(bearer(key))
        yield client


def create(admin: TestClient, **wanted: object) -> dict[str, Any]:
    answer = admin.post(KEYS, json={"name": "Exempelkommunen", "scope": "read", **wanted})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def faults(admin: TestClient, body: object) -> dict[str, str]:
    """Where something is wrong → its code."""
    answer = admin.post(KEYS, json=body)
    assert answer.status_code == 422
    return {fault["pointer"]: fault["code"] for fault in answer.json()["errors"]}


def test_a_key_is_shown_once_and_works_at_once(admin: TestClient) -> None:
    answer = admin.post(KEYS, json={"name": "Åsa", "scope": "write", "expires_at": "2999-12-31"})
    made = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["location"] == f"http://testserver{KEYS}/{made['id']}"
    assert list(made) == [*COLUMNS, "key"]
    assert made["expires_at"] == "2999-12-31T23:00:00Z"
    assert admin.get("/v1/projects", headers=bearer(made["key"])).status_code == 200
    assert admin.get(KEYS, headers=bearer(made["key"])).status_code == 403
    secret = made["key"][12:]
    for address in (KEYS, answer.headers["location"]):
        assert secret not in admin.get(address).text


@pytest.mark.parametrize("scope", list(Scope))
def test_a_key_without_an_end_is_good_until_it_is_revoked(admin: TestClient, scope: Scope) -> None:
    made = create(admin, scope=scope, expires_at=None)
    assert (made["scope"], made["expires_at"], made["revoked_at"]) == (scope, None, None)


def test_keys_are_listed_in_the_usual_envelope(admin: TestClient) -> None:
    made = [create(admin, name=f"nyckel {n}")["id"] for n in range(3)]
    page = admin.get(KEYS)
    assert page.headers["cache-control"] == "no-store"
    assert page.json()["total"] == 4
    assert [list(row) for row in page.json()["data"]] == [COLUMNS] * 4
    assert set(made) < {row["id"] for row in page.json()["data"]}
    paged = admin.get(f"{KEYS}?limit=3")
    rest = admin.get(paged.json()["next"])
    assert [*paged.json()["data"], *rest.json()["data"]] == page.json()["data"]
    assert rest.json()["next"] is None


def test_a_revoked_key_opens_nothing_and_stays_listed(admin: TestClient) -> None:
    made = create(admin)
    address = f"{KEYS}/{made['id']}"
    assert admin.delete(address).status_code == 204
    revoked = admin.get(address).json()
    assert revoked["revoked_at"] is not None
    assert admin.delete(address).status_code == 204
    assert admin.get(address).json() == revoked
    assert admin.get("/v1/projects", headers=bearer(made["key"])).status_code == 401


@pytest.mark.parametrize("key_id", ["nope", "%00", "x" * 3000])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_key_that_is_not_there_is_not_found(admin: TestClient, method: str, key_id: str) -> None:
    answer = admin.request(method, f"{KEYS}/{key_id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "key-not-found")


def test_a_key_in_the_path_is_not_repeated(admin: TestClient) -> None:
    key = create(admin)["key"]
    answer = admin.delete(f"{KEYS}/{key}")
    assert answer.status_code == 404
    assert key[12:] not in answer.text


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ([], {"": "wrong-type"}),
        ({}, {"/name": "required", "/scope": "required"}),
        (
            {"nam": "a", "scope": "reed", "name": 1, "expires_at": "i morgon"},
            {
                "/nam": "unknown-field",
                "/scope": "unknown-code",
                "/name": "wrong-type",
                "/expires_at": "bad-value",
            },
        ),
        ({"name": "", "scope": "READ"}, {"/name": "empty-value", "/scope": "unknown-code"}),
        ({"name": "a\0", "scope": None}, {"/name": "bad-value", "/scope": "wrong-type"}),
        ({"name": "a" * 101, "scope": "read"}, {"/name": "too-long"}),
        ({"name": "a", "scope": "read", "expires_at": "2001-1-1"}, {"/expires_at": "bad-value"}),
        ({"name": "a", "scope": "read", "expires_at": 1}, {"/expires_at": "wrong-type"}),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_wanted_key_is_told_at_once(
    admin: TestClient, body: object, found: dict[str, str]
) -> None:
    assert faults(admin, body) == found
    assert admin.get(KEYS).json()["total"] == 1


def test_the_answer_with_a_key_is_never_kept_for_a_replay(admin: TestClient) -> None:
    wanted = {"name": "a", "scope": "read"}
    answer = admin.post(KEYS, json=wanted, headers={"Idempotency-Key": "abc"})
    assert (answer.status_code, answer.json()["code"]) == (400, "conflict")
    assert admin.get(KEYS).json()["total"] == 1


def test_keys_take_no_parameters_but_those_of_paging(admin: TestClient) -> None:
    wanted = {"name": "a", "scope": "read"}
    for answer in (
        admin.get(f"{KEYS}?scope=read"),
        admin.get(f"{KEYS}/nope?fields=id"),
        admin.post(f"{KEYS}?dry_run=true", json=wanted),
        admin.delete(f"{KEYS}/nope?force=1"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown-parameter")
    assert admin.get(KEYS).json()["total"] == 1
