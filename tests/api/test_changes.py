"""The change feed: commit order, filters that keep a mirror right, and where it cannot go on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, select
from starlette.testclient import TestClient

from app.api import changes as endpoint
from app.database import Database
from app.domain.record import now
from app.models import Change, Dataset, Restoration
from tests.api.conftest import open_client
from tests.api.histories import STEPS, Step, registry
from tests.api.keys import bearer, make_key

QUESTIONS = (
    "",
    "region=SE11",
    "region__ne=SE11",
    "total_budget__gte=1000&or_missing=total_budget",
    "status=ended",
    "q=vägar",
    "owner=Exempelkommunen",
    "owner=2120003005",
)
ROW = ["seq", "op", "id", "version", "changed_fields", "at", "matches", "by"]


def follow(client: TestClient, question: str, limit: int) -> Iterator[dict[str, Any]]:
    """Every change of a question, page by page."""
    address: str | None = f"/v1/changes?{question}&limit={limit}"
    while address:
        page = client.get(address).json()
        assert len(page["data"]) <= limit
        yield from page["data"]
        address = page["next"]


@given(steps=st.lists(STEPS, min_size=1, max_size=9), limit=st.integers(1, 4))
@settings(max_examples=20)
def test_a_filtered_feed_keeps_a_mirror_right(
    empty_file: Path, steps: list[Step], limit: int
) -> None:
    with registry(empty_file) as one:
        for step in steps:
            one.take(step)
        for question in QUESTIONS:
            mirror: set[str] = set()
            last = 0
            for row in follow(one.client, question, limit):
                assert list(row) == ROW
                assert row["seq"] > last
                last = row["seq"]
                (mirror.add if row["matches"] else mirror.discard)(row["id"])
            assert mirror == {row["id"] for row in one.rows(question)}, question


@given(steps=st.lists(STEPS, min_size=2, max_size=9), data=st.data())
@settings(max_examples=10)
def test_a_list_and_the_changes_since_make_the_list_of_now(
    empty_file: Path, steps: list[Step], data: st.DataObject
) -> None:
    with registry(empty_file) as one:
        middle = data.draw(st.integers(1, len(steps) - 1))
        for step in steps[:middle]:
            one.take(step)
        since = one.client.get("/v1/changes").json()["latest"]
        held = {row["id"]: row for row in one.rows("fields=*")}
        for step in steps[middle:]:
            one.take(step)
        for row in follow(one.client, f"since={since}", 2):
            held.pop(row["id"], None)
            if row["matches"]:
                record = one.client.get(f"/v1/projects/{row['id']}?fields=*").json()
                held |= {row["id"]: record} if "id" in record else {}
        seen_again = {"last_seen_at"}
        assert {key: row | dict.fromkeys(seen_again) for key, row in held.items()} == {
            row["id"]: row | dict.fromkeys(seen_again) for row in one.rows("fields=*")
        }


def test_every_change_stands_there_once_in_order(client: TestClient) -> None:
    page = client.get("/v1/changes?limit=100").json()
    assert [row["seq"] for row in page["data"]] == list(range(1, 13))
    assert {row["op"] for row in page["data"]} == {"create"}
    assert (page["latest"], page["next"], page["total"]) == (12, None, None)
    assert "region" in page["data"][0]["changed_fields"]


def test_a_page_leads_to_the_next_and_the_last_to_none(client: TestClient) -> None:
    first = client.get("/v1/changes?limit=7")
    address = first.json()["next"]
    assert first.links["next"]["url"] == address
    assert address.endswith(f"?limit=7&since=7&epoch={first.json()['dataset_epoch']}")
    last = client.get(address).json()
    assert [row["seq"] for row in last["data"]] == list(range(8, 13))
    assert last["next"] is None


def test_a_rare_filter_is_looked_for_piece_by_piece(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "_LOOKED_THROUGH", 5)
    page = client.get("/v1/changes?name=finns%20inte").json()
    assert page["data"] == []
    assert "&since=5&epoch=" in page["next"]
    assert list(follow(client, "name=finns%20inte", 3)) == []
    asked = "/v1/projects?region=SE12&fields=id"
    ids = {row["id"] for row in client.get(asked).json()["data"]}
    assert {row["id"] for row in follow(client, "region=SE12", 3)} == ids


def test_a_record_that_leaves_the_question_is_told_as_such(golden_database: Database) -> None:
    key = bearer(make_key(golden_database, "write"))
    with open_client(golden_database) as client:
        client.patch("/v1/projects/2020-00713", json={"region": "SE11"}, headers=key)
        client.delete("/v1/projects/2020-00718", headers=key)
        left, gone = client.get("/v1/changes?region=SE12&since=12").json()["data"]
        (come,) = client.get("/v1/changes?region=SE11&since=12").json()["data"]
    assert (left["op"], left["matches"], left["version"]) == ("update", False, 2)
    assert left["changed_fields"] == ["region", "region_name"]
    assert (gone["op"], gone["matches"], gone["changed_fields"]) == ("delete", False, [])
    assert (come["seq"], come["matches"]) == (left["seq"], True)


def test_only_an_admin_sees_who_it_was(golden_database: Database) -> None:
    with open_client(golden_database) as client:
        for scope, name in (("read", None), ("write", None), ("admin", "import")):
            answer = client.get(
                "/v1/changes?limit=1", headers=bearer(make_key(golden_database, scope))
            )
            assert answer.json()["data"][0]["by"] == name
            assert "Authorization" in answer.headers["vary"]
        assert client.get("/v1/changes?limit=1").json()["data"][0]["by"] is None


def test_the_feed_has_a_tag_until_something_changes(golden_database: Database) -> None:
    key = bearer(make_key(golden_database, "write"))
    with open_client(golden_database) as client:
        tag = client.get("/v1/changes?since=3").headers["etag"]
        asked = {"If-None-Match": tag}
        assert client.get("/v1/changes?since=3", headers=asked).status_code == 304
        assert client.get("/v1/changes?since=4", headers=asked).status_code == 200
        client.delete("/v1/projects/2020-00713", headers=key)
        assert client.get("/v1/changes?since=3", headers=asked).status_code == 200


@pytest.mark.parametrize(
    ("question", "parameter", "code"),
    [
        ("since=", "since", "empty-value"),
        ("since=x", "since", "bad-value"),
        ("since=-1", "since", "out-of-range"),
        ("since=1.5", "since", "bad-value"),
        (f"since={'9' * 19}", "since", "out-of-range"),
        ("since=1&since=1", "since", "repeated"),
        ("epoch=", "epoch", "empty-value"),
        ("epoch=a&epoch=a", "epoch", "repeated"),
        ("limit=0", "limit", "out-of-range"),
        ("sort=name", "sort", "unknown-parameter"),
        ("fields=name", "fields", "unknown-parameter"),
        ("sinc=1", "sinc", "unknown-parameter"),
        ("contact_name=Kim", "contact_name", "personal-field"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/changes", "/v1/changes/stream"])
def test_a_question_that_cannot_be_read_is_refused(
    client: TestClient, path: str, question: str, parameter: str, code: str
) -> None:
    if path.endswith("stream") and parameter == "limit":
        code = "unknown-parameter"
    response = client.get(f"{path}?{question}")
    (fault,) = response.json()["errors"]
    assert (response.status_code, fault["parameter"], fault["code"]) == (400, parameter, code)


def test_all_faults_are_told_at_once(client: TestClient) -> None:
    errors = client.get("/v1/changes?since=x&epoch=&regin=1&sinc=1").json()["errors"]
    told = {fault["parameter"]: fault["hint"] for fault in errors}
    assert told == {"since": None, "epoch": None, "regin": "region", "sinc": "since"}


def gone(client: TestClient, question: str) -> dict[str, Any]:
    """Where to begin again, of a feed that is gone there; the stream tells the same."""
    answers = [client.get(f"{path}?{question}") for path in ("/v1/changes", "/v1/changes/stream")]
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (410, "feed-gone")
    restart: dict[str, Any] = answers[0].json()["restart"]
    assert answers[1].json()["restart"] == restart
    return restart


def test_what_nobody_gave_out_is_gone(client: TestClient) -> None:
    epoch = client.get("/v1/changes").json()["dataset_epoch"]
    expected = {"since": 12, "epoch": epoch, "latest": 12}
    assert gone(client, "since=13") == expected
    assert gone(client, "epoch=other") == expected
    assert client.get(f"/v1/changes?since=12&epoch={epoch}").json()["data"] == []


def test_what_a_restore_has_undone_is_gone(golden_database: Database) -> None:
    with golden_database.write() as session:
        dataset = session.exec(select(Dataset)).one()
        session.add(
            Restoration(
                at=now(), epoch=dataset.epoch, seq=12, next_seq=21, version=12, next_version=21
            )
        )
        dataset.epoch, dataset.version, dataset.latest_seq = "new", 21, 21
    with open_client(golden_database) as client:
        for since in (13, 20):
            assert gone(client, f"since={since}") == {"since": 21, "epoch": "new", "latest": 21}
        for since in (0, 12, 21):
            assert client.get(f"/v1/changes?since={since}").status_code == 200
        key = bearer(make_key(golden_database, "write"))
        client.delete("/v1/projects/2020-00713", headers=key)
        for since in (12, 21):
            (row,) = client.get(f"/v1/changes?since={since}").json()["data"]
            assert (row["seq"], row["op"]) == (22, "delete")


def test_an_empty_backup_that_was_restored_can_be_followed(empty_database: Database) -> None:
    with empty_database.write() as session:
        dataset = session.exec(select(Dataset)).one()
        session.add(
            Restoration(at=now(), epoch="old", seq=0, next_seq=9, version=0, next_version=9)
        )
        dataset.epoch, dataset.version, dataset.latest_seq = "new", 9, 9
    with open_client(empty_database) as client:
        assert client.get("/v1/changes").json()["latest"] == 9
        assert gone(client, "since=5")["since"] == 9


def test_changes_that_are_kept_no_longer_are_gone(golden_database: Database) -> None:
    with golden_database.write() as session:
        session.connection().execute(delete(Change).where(col(Change.seq) <= 5))
    with open_client(golden_database) as client:
        assert gone(client, "since=4")["since"] == 12
        assert client.get("/v1/changes?since=5&limit=1").json()["data"][0]["seq"] == 6
    with golden_database.write() as session:
        session.connection().execute(delete(Change))
    with open_client(golden_database) as client:
        assert gone(client, "since=11")["since"] == 12
        assert client.get("/v1/changes?since=12").json()["data"] == []
