"""Who may do what: a key at any door is let in or refused alike, and never told on."""

import base64
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from starlette.testclient import TestClient

from app.database import Database
from app.domain.keys import Scope
from app.domain.record import now
from app.store.keys import list_keys, revoke_key
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_expired_key, make_key, make_revoked_key

Header = tuple[str, str]

OPEN = ["/v1/projects", "/docs", "/redoc", "/openapi.json", "/problems/key-invalid", "/nope"]
DOORS = ["bearer", "header", "basic", "address"]
UNKNOWN = f"pb_{'a' * 8}_{'b' * 43}"
ADMINISTERED = "/v1/keys"
MINUTE = timedelta(minutes=1)


def show(door: str, key: str) -> tuple[list[Header], str]:
    """Headers and query string that bear a key at a door."""
    if door == "basic":
        encoded = base64.b64encode(f"vem som helst:{key}".encode()).decode()
        return [("Authorization", f"Basic {encoded}")], ""
    if door == "address":
        return [], f"api_key={quote(key)}"
    return ([("X-API-Key", key)] if door == "header" else [*bearer(key).items()]), ""


@pytest.fixture
def keys(golden_database: Database) -> dict[str, str]:
    """A key of each scope."""
    return {scope.value: make_key(golden_database, scope) for scope in Scope}


@pytest.mark.parametrize("door", DOORS)
def test_a_read_key_is_let_in_at_every_door(
    client: TestClient, keys: dict[str, str], door: str
) -> None:
    headers, query = show(door, keys["read"])
    answer = client.get(f"{ADMINISTERED}?{query}", headers=headers)
    assert answer.json()["code"] == "scope-insufficient"  # known, and no more than that
    assert client.get(f"/v1/projects?{query}", headers=headers).status_code == 200


@pytest.mark.parametrize("door", DOORS[:3])
def test_an_admin_key_is_let_in_by_every_header(
    client: TestClient, keys: dict[str, str], door: str
) -> None:
    headers, _ = show(door, keys["admin"])
    assert client.get(ADMINISTERED, headers=headers).status_code == 200


@pytest.mark.parametrize("scope", ["write", "admin"])
def test_only_a_read_key_may_stand_in_an_address(
    client: TestClient, keys: dict[str, str], scope: str
) -> None:
    for headers in ({}, bearer(keys[scope])):
        answer = client.get("/v1/projects", params={"api_key": keys[scope]}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "key-in-address")


@pytest.mark.parametrize("address", OPEN)
@pytest.mark.parametrize("key", ["", "nonsens", UNKNOWN, f"{UNKNOWN}å"])
def test_a_bad_key_is_never_taken_for_none(client: TestClient, address: str, key: str) -> None:
    for door in ("basic", "address"):
        headers, query = show(door, key)
        answer = client.get(f"{address}?{query}", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer realm="projektbank"'
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json()["code"] == "key-invalid"
        assert answer.json()["errors"] == []


@pytest.mark.parametrize(
    "value",
    ["", "Bearer", "Bearer ", "Basic", "Basic ü", "Basic bm9jb2xvbg==", "Digest x", UNKNOWN],
)
def test_an_authorization_without_a_key_is_refused(client: TestClient, value: str) -> None:
    answer = client.get("/v1/projects", headers=[(b"Authorization", value.encode("latin-1"))])
    assert (answer.status_code, answer.json()["code"]) == (401, "key-invalid")


def test_health_asks_for_no_key_and_looks_at_none(client: TestClient) -> None:
    for headers, query in (show(door, "nonsens") for door in DOORS):
        assert client.get(f"/health/live?{query}", headers=headers).status_code == 200


def test_only_who_knows_the_secret_learns_that_a_key_has_ended(
    client: TestClient, golden_database: Database
) -> None:
    def detail(key: str) -> str:
        answer = client.get("/v1/projects", headers=bearer(key))
        assert (answer.status_code, answer.json()["code"]) == (401, "key-invalid")
        told: str = answer.json()["detail"]
        return told

    revoked = make_revoked_key(golden_database, Scope.READ)
    expired = make_expired_key(golden_database, Scope.READ)
    sound = make_key(golden_database, Scope.READ)
    assert "revoked" in detail(revoked)
    assert "expired" in detail(expired)
    guesses = [f"{key[:12]}{'x' * 43}" for key in (revoked, expired, sound)]
    assert {detail(guess) for guess in guesses} == {detail(UNKNOWN)}


def test_two_different_keys_are_refused_and_the_same_twice_is_not(
    client: TestClient, keys: dict[str, str]
) -> None:
    read = {"X-API-Key": keys["read"]}
    refused = client.get("/v1/projects", headers=read | bearer(keys["write"]))
    assert (refused.status_code, refused.json()["code"]) == (401, "key-invalid")
    assert "Two different keys" in refused.json()["detail"]
    same = client.get("/v1/projects", headers=read, params={"api_key": keys["read"]})
    assert same.status_code == 200


@pytest.mark.parametrize("name", ["api_key", "api%5Fkey", "%61pi_key"])
def test_a_key_is_taken_out_of_the_address_before_anything_reads_it(
    client: TestClient, keys: dict[str, str], name: str
) -> None:
    bare = client.get("/v1/projects?limit=1&sort=name")
    keyed = client.get(f"/v1/projects?limit=1&{name}={keys['read']}&sort=name")
    assert keyed.json() == bare.json()
    assert keyed.headers["link"] == bare.headers["link"]
    assert keyed.headers["etag"] == bare.headers["etag"]
    twice = client.get(f"/v1/projects?api_key={keys['read']}&{name}={keys['read']}")
    assert (twice.status_code, twice.json()["code"]) == (401, "key-invalid")


def test_a_revocation_counts_with_the_next_request(
    client: TestClient, golden_database: Database, keys: dict[str, str]
) -> None:
    headers = bearer(keys["read"])
    assert client.get("/v1/projects", headers=headers).status_code == 200
    with golden_database.write() as session:
        revoke_key(session, keys["read"][3:11])
    assert client.get("/v1/projects", headers=headers).status_code == 401


def test_permission_comes_before_existence(client: TestClient, keys: dict[str, str]) -> None:
    for address in ("/v1/projects/2020-00713", "/v1/projects/nope"):
        assert client.delete(address).json()["code"] == "key-required"
        refused = client.delete(address, headers=bearer(keys["read"]))
        assert refused.json()["code"] == "scope-insufficient"
        assert "scope write" in refused.json()["detail"]


def test_a_page_of_another_site_may_read_why_it_was_refused(client: TestClient) -> None:
    headers = {"Origin": "https://dashboard.example", **bearer("nonsens")}
    answer = client.get("/v1/projects", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == "*"


class TestReadingWithAKeyOnly:
    """`PROJEKTBANK_READS=key`."""

    @pytest.fixture
    def closed(self, golden_database: Database) -> Iterator[TestClient]:
        with open_client(golden_database, reads="key") as client:
            yield client

    def test_everything_but_the_description_needs_a_key(
        self, closed: TestClient, keys: dict[str, str]
    ) -> None:
        for method in ("GET", "HEAD", "OPTIONS"):
            assert closed.request(method, "/v1/projects").status_code == 401
        for address in ("/v1/projects", "/v1/schema", "/v1/nope", "/nope"):
            assert closed.get(address).json()["code"] == "key-required"
            let_in = closed.get(address, headers=bearer(keys["read"]))
            assert let_in.status_code in (200, 404)
        for address in ("/health/ready", "/docs", "/openapi.json", "/problems/key-required"):
            assert closed.get(address).status_code == 200

    def test_answers_say_that_they_depend_on_the_key(
        self, closed: TestClient, keys: dict[str, str]
    ) -> None:
        for headers in ({}, bearer(keys["read"])):
            vary = closed.get("/v1/projects", headers=headers).headers["vary"]
            assert {"Authorization", "X-API-Key"} <= set(vary.split(", "))


class TestLastUse:
    """Noted beside the requests: at most once a minute, never at their cost."""

    @staticmethod
    def uses(database: Database) -> list[object]:
        reader = database.reader()
        with reader.snapshot() as snapshot:
            found: list[object] = [key.last_used_at for key in list_keys(snapshot)]
        reader.close()
        return found

    def test_a_use_is_noted_soon(self, golden_database: Database) -> None:
        key, before = make_key(golden_database, Scope.READ), now()
        with open_client(golden_database) as client:
            client.get("/v1/projects", headers=bearer(key))
        [used] = self.uses(golden_database)
        assert before <= used <= now()  # type: ignore[operator]

    def test_a_refused_key_is_not_noted(self, golden_database: Database) -> None:
        key = make_key(golden_database, Scope.WRITE)
        with open_client(golden_database) as client:
            client.get("/v1/projects", params={"api_key": key})
            client.get("/v1/projects", headers=bearer(f"{key[:12]}{'x' * 43}"))
        assert self.uses(golden_database) == [None]

    def test_many_uses_make_one_note_a_minute(self, golden_database: Database) -> None:
        key, start = make_key(golden_database, Scope.READ), now()
        with time_machine.travel(start, tick=False) as clock:
            for seconds in (0, 30, 29, 1):  # a process knows by the database what others noted
                clock.shift(seconds)
                with open_client(golden_database) as client:
                    client.get("/v1/projects", headers=bearer(key))
                noted = self.uses(golden_database)
                assert noted == [start if now() < start + MINUTE else now()]

    def test_a_busy_database_neither_delays_nor_fails_a_request(
        self, golden_database: Database
    ) -> None:
        key = make_key(golden_database, Scope.READ)
        with open_client(golden_database) as client:
            with golden_database.write():
                begun = time.monotonic()
                for _ in range(5):
                    assert client.get("/v1/projects", headers=bearer(key)).status_code == 200
                assert time.monotonic() - begun < 5  # far below the ten seconds of a busy writer
            with ThreadPoolExecutor(4) as pool:
                asked = [pool.submit(client.get, "/v1/projects", headers=bearer(key))] * 8
            assert {one.result().status_code for one in asked} == {200}
        assert len(self.uses(golden_database)) == 1
