"""`/v1/snapshots`: the list of what there is, and who may read it."""

import hashlib
from pathlib import Path

from starlette.testclient import TestClient

from app.database import Database
from app.domain.keys import Scope
from app.snapshots.editions import KINDS, Edition, FileKind
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key
from tests.api.snapshots.conftest import PATH, address, problem
from tests.restoring.keeping import go_on
from tests.snapshots.kept import make, shelf_of


def test_the_list_has_a_row_for_each_file(given: TestClient, edition: Edition) -> None:
    answer = given.get(PATH)
    page = answer.json()
    assert (page["total"], page["dataset_version"]) == (3, 12)
    for row, file in zip(page["data"], edition.files, strict=True):
        found = given.get(row["url"])
        assert row["sha256"] == hashlib.sha256(found.content).hexdigest() == file.sha256
        assert row["bytes"] == len(found.content)
        assert row["media_type"] == found.headers["content-type"]
        assert (row["version"], row["rows"], row["latest_change"]) == (12, 12, 12)
        assert row["epoch"] == edition.epoch
    assert given.get(f"{PATH}/latest/projects.csv.gz").content == found_csv(given)
    tag = answer.headers["etag"]
    assert given.get(PATH, headers={"If-None-Match": tag}).status_code == 304


def found_csv(client: TestClient) -> bytes:
    return client.get(f"{PATH}/12/projects.csv.gz").content


def test_the_list_is_the_newest_first_and_can_be_paged(
    given: TestClient, golden_database: Database, tmp_path: Path
) -> None:
    tag = given.get(PATH).headers["etag"]
    go_on(golden_database, tmp_path, 1)
    make(golden_database)
    answer = given.get(PATH, headers={"If-None-Match": tag})
    told = [(row["version"], row["format"]) for row in answer.json()["data"]]
    assert told == [(version, name) for version in (13, 12) for name in KINDS]
    pages, following = [], f"{PATH}?limit=4"
    while following:
        page = given.get(following).json()
        pages += page["data"]
        following = page["next"]
    assert pages == answer.json()["data"]
    assert problem(given.get(f"{PATH}?region=SE12")) == (400, "unknown-parameter")


def test_without_a_snapshot_the_list_is_empty_and_the_newest_is_missing(
    seeded_database: Database,
) -> None:
    with open_client(seeded_database) as client:
        assert client.get(PATH).json()["data"] == []
        for version in ("latest", "5", "nonsense", "%00", "%2E%2E", "v5", "9" * 30):
            answer = client.get(f"{PATH}/{version}/projects.parquet")
            assert problem(answer) == (404, "snapshot-not-found")
    assert not shelf_of(seeded_database).folder.exists()


def test_where_reading_needs_a_key_files_do(
    golden_database: Database, edition: Edition, kind: FileKind
) -> None:
    key = bearer(make_key(golden_database, Scope.READ))
    with open_client(golden_database, reads="key") as client:
        for path in (PATH, address(kind), address(kind, "latest")):
            assert problem(client.get(path)) == (401, "key-required")
        answer = client.get(address(kind), headers=key)
    assert edition.rows == 12
    assert answer.headers["cache-control"] == "private, max-age=86400"
    assert answer.headers["vary"] == "Authorization, X-API-Key"
