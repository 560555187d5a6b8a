"""Contact persons: shown on the single record and its provenance, by setting, and nowhere else."""

import pytest
from starlette.testclient import TestClient

from app.api.contract.operations import OPERATIONS
from app.database import Database
from tests.api.conftest import open_client

PLANTED = ("Kim Exempel 06", "kontakt06@example.se", "070-174 06 06")
HOLDER = "kompetens-nu-1-3-genomforande-055c1c00"


def shown(text: str) -> list[str]:
    return [value for value in PLANTED if value in text]


def test_the_single_record_and_its_provenance_show_the_contact(client: TestClient) -> None:
    for address in (f"/v1/projects/{HOLDER}", f"/v1/projects/{HOLDER}/provenance"):
        assert shown(client.get(address).text) == list(PLANTED)
    assert shown(client.get(f"/v1/projects/{HOLDER}?fields=contact_email").text) == [PLANTED[1]]


def test_no_list_shows_a_contact(client: TestClient) -> None:
    addresses = [operation.example for operation in OPERATIONS.values()]
    for address in (*addresses, "/v1/projects?fields=*", "/v1/projects?q=kontakt06"):
        assert not shown(client.get(address).text)
    assert client.get("/v1/projects?q=kontakt06").json()["total"] == 0


@pytest.mark.parametrize("rest", ["", "/provenance"])
def test_hidden_contacts_are_shown_nowhere(golden_database: Database, rest: str) -> None:
    with open_client(golden_database, contacts="hidden") as client:
        response = client.get(f"/v1/projects/{HOLDER}{rest}")
        assert response.status_code == 200
        assert not shown(response.text)
        refused = client.get(f"/v1/projects/{HOLDER}?fields=contact_name")
        assert refused.json()["code"] == "personal-field"


def test_what_is_hidden_has_another_tag(golden_database: Database) -> None:
    tags = set()
    for contacts in ("public", "hidden"):
        with open_client(golden_database, contacts=contacts) as client:
            tags.add(client.get(f"/v1/projects/{HOLDER}").headers["etag"])
    assert len(tags) == 2
