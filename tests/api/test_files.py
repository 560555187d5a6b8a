"""Files over HTTP: the same bytes as the command's, and what is told of them."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.api import files
from app.api.contract.files import FILES, FileAddress
from app.database import Database
from app.domain.keys import Scope
from app.exports import xlsx
from app.exports.export import open_export
from app.query.resource import ORGANISATIONS
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key
from tests.exports.files import export, fill
from tests.query.records import make_record
from tests.store.edited import Registry

ALL = list(FILES.values())
STREAMED = [one for one in ALL if one.format.name in {"csv", "ndjson", "json", "geojson"}]
QUESTIONS = (
    "",
    "region=SE12&sort=-total_budget&limit=3",
    "q=kompetens&fields=name,summary",
    "status=ended&as_of=4",
    "owner=ingen alls",
)
CONTACTS = "fields=contact_name,contact_email,contact_phone"


def named(files: list[FileAddress]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("file", files, ids=[one.path for one in files])


@named(STREAMED)
@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_a_file_is_the_same_as_the_commands(
    golden_database: Database, file: FileAddress, question: str
) -> None:
    if file.resource is ORGANISATIONS:
        question = "name__contains=e&sort=-project_count&limit=3" if question else ""
    with open_client(golden_database) as client:
        answer = client.get(f"{file.path}?{question}")
    assert answer.status_code == 200
    assert answer.content == export(
        golden_database, file.format.name, question, resource=file.resource
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_rows_are_those_of_the_list_and_their_number_is_told(
    client: TestClient, question: str
) -> None:
    listed = client.get(f"/v1/projects?{question}").json()
    answer = client.get(f"/v1/projects.json?{question}")
    assert [row["id"] for row in answer.json()] == [row["id"] for row in listed["data"]]
    limit = 3 if "limit=3" in question else listed["total"]
    assert answer.headers["x-total-count"] == str(min(limit, listed["total"]))


@named(ALL)
def test_head_has_the_headers_of_the_file_and_a_copy_is_known(
    client: TestClient, file: FileAddress
) -> None:
    got, head = client.get(file.path), client.head(file.path)
    for answer in (got, head):
        for timed in ("server-timing", "x-request-id", "transfer-encoding"):
            answer.headers.pop(timed, None)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == got.headers
    assert head.headers["content-type"] == file.format.media_type
    name = f"projektbank-{file.resource.name}-v12.{file.format.name}"
    assert head.headers["content-disposition"] == f'attachment; filename="{name}"'
    known = client.get(file.path, headers={"If-None-Match": head.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    other = client.get(f"{file.path}?limit=2", headers={"If-None-Match": head.headers["etag"]})
    assert other.status_code == 200
    assert client.options(file.path).headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("rows", "question", "status"), [(2, "", 422), (2, "?limit=2", 200), (9, "", 422)]
)
def test_head_of_what_a_sheet_cannot_hold_is_refused_as_the_file_is(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, rows: int, question: str, status: int
) -> None:
    texts = ("kort", "kort", "å" * (xlsx.MAX_CHARACTERS + 1))
    records = (make_record(f"r{at}", summary=text) for at, text in enumerate(texts))
    fill(empty_database, records)
    monkeypatch.setattr(xlsx, "MAX_ROWS", rows)
    with open_client(empty_database) as client:
        address = f"/v1/projects.xlsx{question}"
        answers = client.get(address), client.head(address)
        assert [answer.status_code for answer in answers] == [status, status]
        assert answers[0].headers["content-type"] == answers[1].headers["content-type"]
        assert client.head("/v1/projects.csv").status_code == 200


def test_a_file_and_the_changes_behind_it_are_a_mirror(golden_database: Database) -> None:
    key = bearer(make_key(golden_database, Scope.WRITE))
    with open_client(golden_database) as client:
        before = client.get("/v1/projects.ndjson")
        mirrored = {row["id"]: row for row in map(json.loads, before.text.splitlines())}
        first, second, *_ = mirrored
        client.patch(f"/v1/projects/{first}", json={"planned_participants": 7}, headers=key)
        client.delete(f"/v1/projects/{second}", headers=key)
        since = before.headers["x-change-seq"]
        for change in client.get(f"/v1/changes?since={since}").json()["data"]:
            del mirrored[change["id"]]
            if change["op"] != "delete":
                answer = client.get(f"/v1/projects.json?id={change['id']}")
                mirrored[change["id"]] = answer.json()[0]
        after = client.get("/v1/projects.ndjson")
    assert before.headers["etag"] != after.headers["etag"]
    assert mirrored == {row["id"]: row for row in map(json.loads, after.text.splitlines())}


def test_a_file_of_the_past_tells_the_change_that_it_ends_with(client: TestClient) -> None:
    past = client.get("/v1/projects.csv?as_of=4")
    changes = client.get("/v1/changes?since=0").json()["data"]
    assert past.headers["x-total-count"] == "4"
    assert past.headers["x-change-seq"] == str(changes[3]["seq"])
    assert "-v4.csv" in past.headers["content-disposition"]


@pytest.mark.parametrize("file", ["projects.csv", "organisations.xlsx"])
def test_what_a_file_has_no_use_for_is_refused_with_everything_else(
    client: TestClient, file: str
) -> None:
    answer = client.get(f"/v1/{file}?offset=1&cursor=x&count=none&regin=SE12&dialect=excel")
    assert answer.status_code == 400
    refused = {fault["parameter"] for fault in answer.json()["errors"]}
    assert refused == {"offset", "cursor", "count", "regin", "dialect"}


def test_contacts_stand_in_a_file_only_for_a_key_that_names_them(
    golden_database: Database,
) -> None:
    key = bearer(make_key(golden_database, Scope.READ))
    with open_client(golden_database) as client:
        assert "@example.se" not in client.get("/v1/projects.ndjson", headers=key).text
        named_ones = client.get(f"/v1/projects.ndjson?{CONTACTS}", headers=key)
        assert "@example.se" in named_ones.text
        assert "X-API-Key" in named_ones.headers["vary"]
        assert client.get(f"/v1/projects.ndjson?{CONTACTS}").status_code == 400
    with open_client(golden_database, contacts="hidden") as client:
        refused = client.get(f"/v1/projects.ndjson?{CONTACTS}", headers=key)
        assert refused.status_code == 400


def test_a_spreadsheet_is_asked_for_its_key_in_the_way_it_knows(
    golden_database: Database,
) -> None:
    key = make_key(golden_database, Scope.READ)
    with open_client(golden_database, reads="key") as client:
        refused = client.get("/v1/projects.csv")
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith('Basic realm="projektbank", charset=')
        assert client.get("/v1/projects.csv", auth=("excel", key)).status_code == 200
        assert "Basic" not in client.get("/v1/projects").headers["www-authenticate"]


def test_an_owner_with_any_letter_can_be_asked_for(client: TestClient) -> None:
    rows = client.get("/v1/projects.json").json()
    for owner in {row["owner"] for row in rows}:
        found = client.get(f"/v1/projects.json?owner={quote(owner)}").json()
        assert found
        assert all(row["owner"] == owner for row in found)


@named(ALL)
@pytest.mark.parametrize("question", ["", "total_budget__gte=1"])
def test_a_file_that_a_writer_overtakes_has_the_tag_and_number_of_its_own_rows(
    golden_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: FileAddress,
    question: str,
) -> None:
    """The question is read to look whether the caller holds the file, and again to make it."""

    def overtaken(*given: Any, **told: Any) -> Any:  # noqa: ANN401 - whatever it is given
        Registry(golden_database, tmp_path, "2020-00713").delete()
        return open_export(*given, **told)

    with open_client(golden_database) as client:
        address = f"{file.path}?{question}"
        before = client.get(address)
        with monkeypatch.context() as between:
            between.setattr(files, "open_export", overtaken)
            told = client.get(address)
        after = client.get(address)
    own = ("etag", "x-total-count", "x-change-seq", "content-disposition")
    assert [told.headers[name] for name in own] == [after.headers[name] for name in own]
    assert told.headers["etag"] != before.headers["etag"]
    assert told.status_code == after.status_code == 200
    if file.format.name != "xlsx":  # which tells when it was made
        assert told.content == after.content != before.content
