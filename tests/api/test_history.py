"""The history of a record: every version, who made it, why, and what changed."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.database import Database
from app.domain.fields import FIELDS
from tests.api.conftest import open_client
from tests.api.histories import STEPS, Step, registry
from tests.api.keys import bearer, make_key
from tests.importer.files import import_contents
from tests.importer.pages import make_page

ROW = ["version", "op", "at", "by", "reason", "changes"]
CLERICAL = {"status", "version", "created_at", "updated_at", "last_seen_at"}
RECORD = "/v1/projects/2020-00713"
PERSONAL = "/v1/projects/2020-00001/history"


@given(steps=st.lists(STEPS, min_size=1, max_size=9), limit=st.integers(1, 3))
@settings(max_examples=15)
def test_a_history_retold_from_its_beginning_gives_the_record(
    empty_file: Path, steps: list[Step], limit: int
) -> None:
    with registry(empty_file) as one:
        for step in steps:
            one.take(step)
        for key in one.seen:
            rows = whole(one.client, key, limit)
            assert [row["version"] for row in rows] == list(range(len(rows), 0, -1))
            assert retold(rows) == {
                name: value
                for name, value in one.client.get(f"/v1/projects/{key}").json().items()
                if name not in CLERICAL and value is not None and rows[0]["op"] != "delete"
            }


def whole(client: TestClient, key: str, limit: int) -> list[dict[str, Any]]:
    """Every version of a record, page by page."""
    rows: list[dict[str, Any]] = []
    address: str | None = f"/v1/projects/{key}/history?limit={limit}"
    while address:
        page = client.get(address).json()
        rows += page["data"]
        address = page["next"]
        assert page["total"] >= len(rows)
    return rows


def retold(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The record that the changes make, the newest row first; each begins where the last ended."""
    record: dict[str, Any] = {}
    order = [field.name for field in FIELDS]
    for row in reversed(rows):
        assert list(row) == ROW
        if row["op"] != "update":
            record = {}
        names = list(row["changes"])
        assert names == sorted(names, key=order.index)
        for name, change in row["changes"].items():
            assert record.get(name) == change["from"]
            record[name] = change["to"]
    return {name: value for name, value in record.items() if value is not None}


def test_a_change_by_hand_bears_its_reason_and_for_an_admin_its_author(
    golden_database: Database,
) -> None:
    headers = bearer(make_key(golden_database, "write", "Alva")) | {"Change-Reason": "Corrected"}
    admin = bearer(make_key(golden_database, "admin"))
    with open_client(golden_database) as client:
        client.patch(RECORD, json={"total_budget": 5.5}, headers=headers)
        client.delete(RECORD, headers=headers)
        page = client.get(f"{RECORD}/history").json()
        seen = client.get(f"{RECORD}/history", headers=admin).json()
    deleted, changed, made = page["data"]
    assert [row["op"] for row in page["data"]] == ["delete", "update", "create"]
    assert deleted["changes"] == {}
    assert changed["changes"]["total_budget"] == {"from": 381969, "to": 5.5, "hidden": False}
    assert changed["reason"] == "Corrected"
    assert made["reason"] is None
    assert {row["by"] for row in page["data"]} == {None}
    assert seen["data"][1]["by"].startswith("Alva (")
    assert seen["data"][2]["by"] == "import"


def test_the_history_is_found_by_number_too_and_of_a_deleted_record(
    golden_database: Database,
) -> None:
    key = bearer(make_key(golden_database, "write"))
    with open_client(golden_database) as client:
        for rows in (1, 2):
            response = client.get("/v1/projects/2020%2F00713/history")
            assert response.headers["content-location"].endswith(f"{RECORD}/history")
            assert response.json()["total"] == rows
            client.delete(RECORD, headers=key)


@pytest.mark.parametrize("asked", ["nope", "2020/99999", "2020_00713", "%00"])
def test_what_never_was_has_no_history(client: TestClient, asked: str) -> None:
    response = client.get(f"/v1/projects/{asked}/history")
    assert (response.status_code, response.json()["code"]) == (404, "project-not-found")


def test_a_page_past_the_end_is_empty(client: TestClient) -> None:
    page = client.get(f"{RECORD}/history?offset=7&limit=2").json()
    assert (page["data"], page["total"], page["next"]) == ([], 1, None)
    assert (page["limit"], page["query"]) == (2, "limit=2")


def test_contacts_are_named_but_told_only_to_those_who_may_see_them(
    empty_database: Database, tmp_path: Path
) -> None:
    planted = make_page(
        Diarienummer="2020/00001",
        Kontaktperson="Kim Planterad",
        Projektägare_organisationsnummer="8001011234",
    )
    import_contents(empty_database, tmp_path, planted, planted.replace("Kim", "Bo"))
    key = bearer(make_key(empty_database, "read"))
    hidden = {"from": None, "to": None, "hidden": True}
    shown = {"from": "Kim Planterad", "to": "Bo Planterad", "hidden": False}
    for setting, headers, expected in (
        ("public", {}, shown),
        ("key", {}, hidden),
        ("key", key, shown),
        ("hidden", key, hidden),
    ):
        with open_client(empty_database, contacts=setting) as client:
            response = client.get(PERSONAL, headers=headers)
        update, create = response.json()["data"]
        assert update["changes"] == {"contact_name": expected}
        number = create["changes"]["owner_organisation_number"]
        assert number["to"] == (None if expected == hidden else "8001011234")
        assert number["hidden"] is (expected == hidden)
        assert ("Planterad" in response.text) is (expected == shown)


def test_a_history_has_a_tag_that_depends_on_who_asks(golden_database: Database) -> None:
    admin = bearer(make_key(golden_database, "admin"))
    with open_client(golden_database) as client:
        tag = client.get(f"{RECORD}/history").headers["etag"]
        asked = {"If-None-Match": tag}
        assert client.get(f"{RECORD}/history", headers=asked).status_code == 304
        assert client.get(f"{RECORD}/history", headers=asked | admin).status_code == 200
