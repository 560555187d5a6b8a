"""A redaction in the feed of changes: mirrors forget who was taken out, whatever they hold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.database import Database
from app.domain.fields import PERSONAL_FIELDS, PUBLIC
from app.importer.stated import stated_in
from app.store.redaction.places import Place
from app.store.redaction.request import Request
from app.store.redaction.run import redact
from tests.api.conftest import open_client
from tests.api.events import events, latest, listening
from tests.api.histories import REDACTED, Registry, Step, registry
from tests.api.keys import bearer, make_key
from tests.api.test_atom import read
from tests.api.test_changes import QUESTIONS, follow
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.people import EMAIL, NAME, page
from tests.store.rows import changes
from tools.server import keyed_server

CONTACT = ["contact_name", "contact_email", "contact_phone"]
WHOLE = f"fields={','.join((*PUBLIC, *PERSONAL_FIELDS))}"


@given(steps=REDACTED)
@settings(max_examples=20)
def test_a_mirror_of_a_part_that_reads_after_each_step_is_always_the_list(
    empty_file: Path, steps: list[Step]
) -> None:
    with registry(empty_file) as one:
        last = dict.fromkeys(QUESTIONS, 0)
        mirrors: dict[str, set[str]] = {question: set() for question in QUESTIONS}
        for step in steps:
            one.take(step)
            for question, mirror in mirrors.items():
                for row in follow(one.client, f"{question}&since={last[question]}", 3):
                    last[question] = row["seq"]
                    (mirror.add if row["matches"] else mirror.discard)(row["id"])
                assert mirror == {row["id"] for row in one.rows(question)}, question
        assert breaches(one.database) == {}


@given(steps=REDACTED, data=st.data())
@settings(max_examples=20)
def test_a_file_and_the_changes_since_are_the_registry_and_its_past(
    empty_file: Path, steps: list[Step], data: st.DataObject
) -> None:
    with registry(empty_file) as one:
        redactions = [place for place, (what, _) in enumerate(steps) if what == "redact"]
        begun = data.draw(st.integers(1, max(redactions)))
        for step in steps[:begun]:
            one.take(step)
        file = one.client.get(f"/v1/projects.ndjson?{WHOLE}", headers=bearer(one.key))
        held = {row["id"]: row for row in map(json.loads, file.text.splitlines())}
        pasts = {key: history(one, key) for key in one.seen}
        for step in steps[begun:]:
            one.take(step)
        for row in follow(one.client, f"since={file.headers['X-Change-Seq']}", 2):
            key = row["id"]
            held.pop(key, None)
            pasts[key] = history(one, key)
            record = one.client.get(f"/v1/projects/{key}?{WHOLE}", headers=bearer(one.key))
            if record.status_code == 200:
                held[key] = record.json()
        listed = one.client.get(f"/v1/projects?{WHOLE}", headers=bearer(one.key)).json()["data"]
        assert sorted(map(versioned, held.values())) == sorted(map(versioned, listed))
        assert pasts == {key: history(one, key) for key in one.seen}


def history(one: Registry, key: str) -> Any:  # noqa: ANN401 - any JSON
    return one.client.get(f"/v1/projects/{key}/history?limit=100").json()["data"]


def versioned(record: dict[str, Any]) -> str:
    """A record but for what moves without a version, as a text that sorts."""
    return json.dumps({**record, "last_seen_at": None}, sort_keys=True)


@pytest.fixture
def told(empty_database: Database, tmp_path: Path) -> Database:
    """Kim stands in one record, in the past of another, in one that is deleted, and not in the
    last; then she is taken out."""
    database = empty_database
    nobody = {"Kontaktperson": "Alex Påhitt", "E-post": "alex@example.se", "Telefonnummer": "1"}
    import_contents(database, tmp_path, page(1), page(2), page(3), page(4, nobody))
    with open_client(database) as client:
        key = bearer(make_key(database, "write"))
        emptied = dict.fromkeys(CONTACT)
        for answer in (
            client.patch("/v1/projects/2020-00002", json=emptied, headers=key),
            client.delete("/v1/projects/2020-00003", headers=key),
        ):
            assert answer.status_code < 300, answer.text
    take_out(database)
    return database


@pytest.fixture
def client(told: Database) -> Iterator[TestClient]:
    with open_client(told) as client:
        yield client


def take_out(database: Database) -> list[Place]:
    with database.write() as session:
        return redact(session, Request(email=EMAIL), stated_in)


def since(client: TestClient, number: int, question: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]]
    rows = client.get(f"/v1/changes?{question}&since={number}").json()["data"]
    return rows


def test_each_record_that_was_changed_is_told_once(told: Database, client: TestClient) -> None:
    rows = since(client, 6)
    assert [(row["seq"], row["op"], row["id"], row["version"]) for row in rows] == [
        (7, "redact", "2020-00001", 1),
        (8, "redact", "2020-00002", 2),
        (9, "redact", "2020-00003", 2),
    ]
    assert [row["changed_fields"] for row in rows] == [CONTACT, [], []]
    assert [row["matches"] for row in rows] == [True, True, False]
    assert {one.dataset_version for one in changes(told)[6:]} == {7}
    dataset = client.get("/v1/changes").json()
    assert (dataset["latest"], dataset["dataset_version"]) == (9, 7)
    assert dataset["dataset_updated_at"] == rows[0]["at"]
    assert breaches(told) == {}


def test_nobody_is_named_as_the_one_who_did_it(told: Database, client: TestClient) -> None:
    admin = bearer(make_key(told, "admin"))
    rows = client.get("/v1/changes?since=4", headers=admin).json()["data"]
    assert [row["by"] is None for row in rows] == [False, False, True, True, True]


def test_no_history_has_a_version_of_it(client: TestClient) -> None:
    rows = client.get("/v1/projects/2020-00002/history").json()["data"]
    assert [row["op"] for row in rows] == ["update", "create"]
    assert NAME not in json.dumps(rows)


def test_a_mirror_of_a_part_hears_of_records_that_it_does_not_know(client: TestClient) -> None:
    rows = since(client, 6, "region=SE33")
    assert [(row["op"], row["matches"]) for row in rows] == [("redact", False)] * 3
    rows = since(client, 6, "region=SE11")
    assert [row["matches"] for row in rows] == [True, True, False]


def test_what_comes_later_is_told_behind_it(told: Database, client: TestClient) -> None:
    key = bearer(make_key(told, "write"))
    client.patch("/v1/projects/2020-00001", json={"region": "SE22"}, headers=key)
    *_, changed = since(client, 6)
    assert (changed["seq"], changed["op"], changed["version"]) == (10, "update", 2)
    assert breaches(told) == {}


def test_readers_of_atom_are_told_only_of_what_they_follow(client: TestClient) -> None:
    for question, titles in (
        ("", ["Personuppgifter borttagna: Nya vägar"] * 2),
        ("&region=SE11&lang=en", ["Personal data taken out: Nya vägar"] * 2),
        ("&region=SE33", []),
    ):
        entries = read(client, f"/v1/changes.atom?limit=500{question}").entries
        found = [one for one in entries if one.tags[0].term == "redact"]
        assert [one.title for one in found] == titles
        assert [one.link.rsplit("/")[-1] for one in found] == ["2020-00002", "2020-00001"][
            : len(titles)
        ]


def test_what_takes_nothing_out_of_records_is_not_told(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, make_page(), f"Nytt av {EMAIL}.\n")
    with open_client(empty_database) as client:
        before = client.get("/v1/changes").json()
        places = take_out(empty_database)
        after = client.get("/v1/changes").json()
    assert {place.where for place in places} == {"document"}
    assert after["latest"] == before["latest"]
    assert after["dataset_version"] == before["dataset_version"] + 1


@pytest.mark.parametrize(
    "path",
    ["/v1/changes", "/v1/changes?since=1&region=SE33", "/v1/changes.atom", "/v1/projects.csv",
     "/v1/projects?fields=id", "/v1/projects/2020-00001"],
)  # fmt: skip
def test_no_kept_answer_is_good_any_more(
    empty_database: Database, tmp_path: Path, path: str
) -> None:
    import_contents(empty_database, tmp_path, page(1))
    with open_client(empty_database) as client:
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        take_out(empty_database)
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_the_past_is_found_by_version_and_by_time_as_before(client: TestClient) -> None:
    for moment, ids in (
        ("6", ["2020-00001", "2020-00002", "2020-00004"]),
        ("7", ["2020-00001", "2020-00002", "2020-00004"]),
        ("4", ["2020-00001", "2020-00002", "2020-00003", "2020-00004"]),
    ):
        told = client.get(f"/v1/projects?as_of={moment}").json()
        assert [row["id"] for row in told["data"]] == ids
        assert told["dataset_version"] == int(moment)
    at = client.get("/v1/changes").json()["dataset_updated_at"]
    now = client.get(f"/v1/projects?as_of={at}").json()
    assert (now["dataset_version"], now["total"]) == (7, 3)
    assert now["dataset_updated_at"] == at


@pytest.mark.parametrize(("moment", "number"), [("", "9"), ("?as_of=6", "6"), ("?as_of=7", "9")])
def test_a_file_tells_up_to_which_change_it_goes(
    client: TestClient, moment: str, number: str
) -> None:
    for _ in range(2):  # a HEAD that was seen before is the same
        answer = client.head(f"/v1/projects.ndjson{moment}")
        assert answer.headers["X-Change-Seq"] == number


def test_who_listens_hears_of_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/projektbank.db")
    with keyed_server(database_url=database.url) as server:
        import_contents(database, tmp_path, page(1), page(2, {"Region": "Sydsverige"}))
        with listening(server, "region=SE22", last=latest(server)) as stream:
            assert stream.readline().startswith(b":")
            take_out(database)
            heard = events(stream)
            rows = [next(heard).data for _ in range(2)]
    assert [(row["op"], row["id"], row["matches"]) for row in rows] == [
        ("redact", "2020-00001", False),
        ("redact", "2020-00002", True),
    ]
    database.close()


def test_two_redactions_in_one_second_are_two(told: Database, client: TestClient) -> None:
    """What a person types in again is not blocked: it can be taken out again at once."""
    key = bearer(make_key(told, "write"))
    record = "/v1/projects/2020-00001"
    with time_machine.travel("2099-01-01T12:00:00Z", tick=False):
        for _ in range(2):
            answer = client.patch(record, json={"name": f"Till {EMAIL}"}, headers=key)
            assert answer.status_code == 200, answer.text
            assert client.get("/v1/projects?q=planterad").json()["total"] == 1
            tag = client.get(record).headers["ETag"]
            with told.write() as session:
                redact(session, Request(email=EMAIL, in_text=True), stated_in)
            assert client.get("/v1/projects?q=planterad").json()["total"] == 0
            assert client.get(record, headers={"If-None-Match": tag}).status_code == 200
