"""`as_of`: what the registry knew at a moment is what it answered then."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select
from starlette.testclient import TestClient

from app.database import Database
from app.domain.record import now
from app.models import Dataset, Restoration
from app.store.history import raise_dataset_version
from tests.api.conftest import open_client
from tests.api.histories import STEPS, Registry, Step, registry
from tests.api.keys import bearer, make_key
from tests.importer.files import import_contents
from tests.importer.pages import make_page

QUESTIONS = (
    "",
    "region=SE11",
    "region__ne=SE11&sort=-total_budget,name",
    "total_budget__gte=1000&or_missing=total_budget",
    "budget=..1500",
    "status=ended&sort=status",
    "q=vägar",
    "programme_area__isnull=true&sort=owner",
    "sort=-start_date&limit=1",
)


def answers(registry: Registry, as_of: str = "") -> dict[str, Any]:
    """What every question is answered, each followed to the end; without what is not versioned."""
    found: dict[str, Any] = {}
    for question in QUESTIONS:
        address: str | None = f"/v1/projects?{question}{as_of}"
        pages = []
        while address:
            page = registry.client.get(address).json()
            pages.append((page["total"], page["not_stated"], list(map(_versioned, page["data"]))))
            address = page["next"]
        found[question] = pages
    for key in registry.seen:
        record = registry.client.get(f"/v1/projects/{key}?{as_of[1:]}")
        found[key] = _versioned(record.json()) if record.status_code == 200 else None
    return found


def _versioned(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "last_seen_at"}


@given(steps=st.lists(STEPS, min_size=1, max_size=9))
@settings(max_examples=15)
def test_what_was_known_then_is_what_was_answered_then(empty_file: Path, steps: list[Step]) -> None:
    with registry(empty_file) as one:
        told: dict[int, dict[str, Any]] = {0: answers(one)}
        for step in steps:
            one.take(step)
            told[one.client.get("/v1/projects").json()["dataset_version"]] = answers(one)
        for version, then in told.items():
            now = answers(one, f"&as_of={version}")
            assert {key: value for key, value in now.items() if value is not None} == {
                key: value for key, value in then.items() if value is not None
            }


@pytest.fixture
def dated(empty_database: Database, tmp_path: Path) -> TestClient:
    """One project: made in winter, given a budget in summer, deleted in autumn; another since."""
    page = make_page(Diarienummer="2020/00001", Projektperiod="2020-01-01 - 2020-12-31")
    budget = make_page(
        Diarienummer="2020/00001",
        Projektperiod="2020-01-01 - 2020-12-31",
        Total_projektbudget="1 000",
    )
    other = make_page("Bron", Diarienummer="2020/00002")
    client = open_client(empty_database)
    key = make_key(empty_database, "write")
    with empty_database.write() as session:  # no change is made before the one before it
        session.exec(select(Dataset)).one().updated_at = datetime(2019, 1, 1, tzinfo=UTC)
    with time_machine.travel("2020-02-01T22:59:59Z"):
        import_contents(empty_database, tmp_path, page)
    with time_machine.travel("2020-06-30T22:00:00Z"):
        import_contents(empty_database, tmp_path, budget)
    with time_machine.travel("2021-10-01T10:00:00Z"):
        client.delete("/v1/projects/2020-00001", headers=bearer(key))
    with time_machine.travel("2021-10-02T10:00:00Z"):
        import_contents(empty_database, tmp_path, other)
    return client


RECORD = "/v1/projects/2020-00001"


@pytest.mark.parametrize(
    ("moment", "budget", "status"),
    [
        ("2020-02-01", None, "ongoing"),
        ("2020-02-01T22:59:59Z", None, "ongoing"),
        ("2020-06-30", None, "ongoing"),
        ("2020-07-01", 1000, "ongoing"),
        ("2020-07-01T00:00:00%2B02:00", 1000, "ongoing"),
        ("2020-12-31", 1000, "ongoing"),
        ("2020-12-31T23:00:00Z", 1000, "ended"),
        ("1", None, "ongoing"),
        ("2", 1000, "ongoing"),
    ],
)
def test_a_day_ends_in_sweden_and_decides_the_status(
    dated: TestClient, moment: str, budget: int | None, status: str
) -> None:
    record = dated.get(f"{RECORD}?as_of={moment}").json()
    assert (record["total_budget"], record["status"]) == (budget, status)
    listed = dated.get(f"/v1/projects?as_of={moment}&status={status}").json()
    assert [row["id"] for row in listed["data"]] == ["2020-00001"]


@pytest.mark.parametrize("moment", ["0", "2020-01-31", "2020-02-01T22:59:58Z", "3", "2021-10-01"])
def test_a_record_that_was_not_there_then_is_not_found(dated: TestClient, moment: str) -> None:
    response = dated.get(f"{RECORD}?as_of={moment}")
    assert response.status_code == 404
    assert "as of dataset version" in response.json()["detail"]
    assert dated.get(f"{RECORD}/provenance?as_of={moment}").status_code == 404


def test_a_deleted_record_is_still_told_with_its_sources(dated: TestClient) -> None:
    assert dated.get(RECORD).status_code == 404
    first = dated.get(f"{RECORD}/provenance?as_of=1").json()
    second = dated.get("/v1/projects/2020%2F00001/provenance?as_of=2").json()
    assert (first["version"], second["version"]) == (1, 2)
    assert "total_budget" not in first["fields"]
    assert second["fields"]["total_budget"]["raw"] == "1 000"


def test_the_envelope_tells_the_state_that_was_asked_of(dated: TestClient) -> None:
    page = dated.get("/v1/projects?as_of=2020-07-15&fields=id").json()
    assert (page["dataset_version"], page["dataset_updated_at"]) == (2, "2020-06-30T22:00:00Z")
    assert page["query"] == "as_of=2020-07-15&fields=id"
    before = dated.get("/v1/projects?as_of=2019-12-31").json()
    assert (before["dataset_version"], before["dataset_updated_at"]) == (0, None)
    assert before["total"] == 0


def test_today_is_now(dated: TestClient) -> None:
    with time_machine.travel("2021-10-02T12:00:00Z", tick=False):
        plain = dated.get("/v1/projects").json()
        for moment in ("2021-10-02", "2021-10-02T12:00:00Z", "4"):
            then = dated.get(f"/v1/projects?as_of={moment}").json()
            assert {**then, "query": ""} == {**plain, "query": ""}


@pytest.mark.parametrize(
    ("moment", "code", "hint"),
    [
        ("2021-10-03", "out-of-range", "2021-10-02"),
        ("2021-10-02T12:00:01Z", "out-of-range", "2021-10-02"),
        ("9999-12-31", "out-of-range", "2021-10-02"),
        ("5", "out-of-range", "4"),
        ("2019", "out-of-range", "2019-12-31"),
        ("2021", "out-of-range", "4"),
        ("9" * 19, "out-of-range", None),
        ("", "empty-value", None),
        ("2020-06", "bad-value", "2020-06-30"),
        ("2020-02-30", "bad-value", None),
        ("2020-06-30T12:00", "bad-value", None),
        ("2020-06-30T12:00:00+02:00", "bad-value", "2020-06-30T12:00:00%2B02:00"),
        ("yesterday", "bad-value", None),
        ("-1", "bad-value", None),
        ("2&as_of=3", "repeated", None),
    ],
)
@pytest.mark.parametrize("path", ["/v1/projects", RECORD, f"{RECORD}/provenance"])
def test_a_moment_that_is_none_is_refused(
    dated: TestClient, path: str, moment: str, code: str, hint: str | None
) -> None:
    with time_machine.travel("2021-10-02T12:00:00Z", tick=False):
        response = dated.get(f"{path}?as_of={moment}")
    (fault,) = response.json()["errors"]
    assert (response.status_code, fault["parameter"], fault["code"]) == (400, "as_of", code)
    assert hint is None or fault["hint"] == hint


def test_a_version_that_a_restore_has_undone_is_refused(
    dated: TestClient, empty_database: Database
) -> None:
    with empty_database.write() as session:
        for _ in range(4):
            raise_dataset_version(session, now())
        session.add(
            Restoration(at=now(), epoch="ended", seq=4, next_seq=8, version=4, next_version=8)
        )
    for version, status in ((4, 200), (5, 400), (7, 400), (8, 200)):
        assert dated.get(f"/v1/projects?as_of={version}").status_code == status


def test_a_year_that_is_also_a_version_is_told_apart_in_a_note(
    dated: TestClient, empty_database: Database
) -> None:
    with empty_database.write() as session:
        for _ in range(2020):
            raise_dataset_version(session, now())
    (note,) = dated.get("/v1/projects?as_of=2020").json()["notes"]
    assert "as_of=2020-12-31" in note


def test_a_past_page_is_kept_by_its_tag_until_something_changes(dated: TestClient) -> None:
    address = "/v1/projects?as_of=2"
    tag = dated.get(address).headers["etag"]
    assert dated.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert dated.get("/v1/projects?as_of=1", headers={"If-None-Match": tag}).status_code == 200
    record = dated.get(f"{RECORD}?as_of=2")
    again = dated.get(f"{RECORD}?as_of=2", headers={"If-None-Match": record.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("spelt", ["as_of", "as%5Fof", "a%73_of"])
@pytest.mark.parametrize("path", ["projects", "facets?by=region", "aggregate", "quality"])
def test_codes_of_the_past_can_be_asked_for_however_the_moment_is_spelt(
    dated: TestClient, empty_database: Database, path: str, spelt: str
) -> None:
    with empty_database.write() as session:
        session.connection().exec_driver_sql("UPDATE past_project SET programme_area = '77'")
    address = f"/v1/{path}{'&' if '?' in path else '?'}programme_area=77"
    assert dated.get(address).json()["code"] == "unknown-code"
    assert dated.get(f"{address}&q=as_of=2").json()["code"] == "unknown-code"
    answer = dated.get(f"{address}&{spelt}=2")
    assert answer.status_code == 200
    assert answer.json() == dated.get(f"{address}&as_of=2").json()


@pytest.mark.parametrize(
    "address",
    [
        "/v1/organisations?as_of=1",
        "/v1/organisations/x?as_of=1",
        "/v1/regions?as_of=1",
        f"{RECORD}/history?as_of=1",
        "/v1/changes?as_of=1",
    ],
)
def test_what_has_no_past_takes_no_moment(dated: TestClient, address: str) -> None:
    response = dated.get(address)
    assert (response.status_code, response.json()["code"]) == (400, "unknown-parameter")


def test_an_owner_is_found_by_names_it_was_known_under_since(
    empty_database: Database, tmp_path: Path
) -> None:
    bare = make_page("Bron", "Föreningen Ån", Diarienummer="2020/00001")
    number = {"Projektägare_organisationsnummer": "2021005489"}
    numbered = make_page("Ån", "Föreningen Ån", Diarienummer="2020/00002", **number)
    variant = make_page("Sjön", "Ån, förening", Diarienummer="2020/00003", **number)
    import_contents(empty_database, tmp_path, bare, numbered, variant)
    with open_client(empty_database) as client:
        for owner in ("föreningen ån", "ÅN, FÖRENING", "202100-5489", "2021005489"):
            page = client.get("/v1/projects", params={"owner": owner, "as_of": "1"}).json()
            assert [row["id"] for row in page["data"]] == ["2020-00001"], owner
            assert page["data"][0]["owner_id"].startswith("n-")
        assert client.get("/v1/projects?owner=Bron&as_of=1").json()["total"] == 0


def test_contacts_of_the_past_are_hidden_as_those_of_today(
    empty_database: Database, tmp_path: Path
) -> None:
    planted = make_page(Diarienummer="2020/00001", Kontaktperson="Kim Planterad")
    import_contents(empty_database, tmp_path, planted, planted.replace("Kim", "Bo"))
    for setting, name in (("public", "Kim Planterad"), ("key", None), ("hidden", None)):
        with open_client(empty_database, contacts=setting) as client:
            assert client.get(f"{RECORD}?as_of=1").json()["contact_name"] == name
            listed = client.get("/v1/projects?as_of=1&fields=*")
            assert "Planterad" not in listed.text
            refused = client.get("/v1/projects?as_of=1&fields=contact_name")
            assert refused.status_code == 400
