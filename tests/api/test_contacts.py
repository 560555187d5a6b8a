"""Contact persons: who sees them on one record and in a list, by setting and key; nobody else."""

from itertools import product

import pytest
from starlette.testclient import TestClient

from app.api.contract.operations import OPERATIONS
from app.database import Database
from app.domain.keys import Scope
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key

PLANTED = ("Kim Exempel 06", "kontakt06@example.se", "070-174 06 06")
HOLDER = "kompetens-nu-1-3-genomforande-055c1c00"
RECORD = f"/v1/projects/{HOLDER}"
STREAM = "text/event-stream"  # never ends
NAMED = "/v1/projects?fields=contact_name,contact_email,contact_phone"
SETTINGS = ["public", "key", "hidden"]
KEYED = [False, True]


def shown(text: str) -> list[str]:
    return [value for value in PLANTED if value in text]


@pytest.fixture
def key(golden_database: Database) -> dict[str, str]:
    """The header of a read key."""
    return bearer(make_key(golden_database, Scope.READ))


@pytest.fixture
def person(golden_database: Database) -> str:
    """The id of a project whose owner is a natural person, made up, with a number of theirs."""
    with golden_database.connection() as connection:
        connection.exec_driver_sql(
            "UPDATE project SET owner_personal_number = ?, owner_organisation_number = NULL"
            " WHERE id = ?",
            (PERSONAL_NUMBER, HOLDER),
        )
    return HOLDER


PERSONAL_NUMBER = "9001019802"


@pytest.mark.parametrize(("setting", "keyed"), list(product(SETTINGS, KEYED)))
def test_one_record_and_its_provenance_show_the_contact_by_setting_and_key(
    golden_database: Database, key: dict[str, str], setting: str, keyed: bool
) -> None:
    visible = setting == "public" or (setting == "key" and keyed)
    headers = key if keyed else {}
    with open_client(golden_database, contacts=setting) as client:
        for address in (RECORD, f"{RECORD}/provenance"):
            answer = client.get(address, headers=headers)
            assert answer.status_code == 200
            assert shown(answer.text) == (list(PLANTED) if visible else [])
        one = client.get(f"{RECORD}?fields=contact_email", headers=headers)
        if visible:
            assert shown(one.text) == [PLANTED[1]]
        else:
            assert (one.status_code, one.json()["code"]) == (400, "personal-field")


@pytest.mark.parametrize(("setting", "keyed"), list(product(SETTINGS, KEYED)))
def test_a_list_shows_contacts_only_to_a_key_that_names_them(
    golden_database: Database, key: dict[str, str], setting: str, keyed: bool
) -> None:
    visible = setting != "hidden" and keyed
    headers = key if keyed else {}
    with open_client(golden_database, contacts=setting) as client:
        answer = client.get(NAMED, headers=headers)
        if visible:
            assert shown(answer.text) == list(PLANTED)
            assert answer.json()["query"].startswith("fields=id,contact_name")
        else:
            assert (answer.status_code, answer.json()["code"]) == (400, "personal-field")
        for unnamed in ("/v1/projects", "/v1/projects?fields=*", "/v1/projects?q=kontakt06"):
            assert not shown(client.get(unnamed, headers=headers).text)


@pytest.mark.parametrize(("setting", "keyed"), list(product(SETTINGS, KEYED)))
def test_a_natural_persons_number_follows_the_same_rule(
    golden_database: Database, key: dict[str, str], person: str, setting: str, keyed: bool
) -> None:
    alone = setting == "public" or (setting == "key" and keyed)
    headers = key if keyed else {}
    with open_client(golden_database, contacts=setting) as client:
        record = client.get(f"/v1/projects/{person}", headers=headers).json()
        assert record["owner_organisation_number"] == (PERSONAL_NUMBER if alone else None)
        named = client.get("/v1/projects?fields=owner_organisation_number", headers=headers)
        assert (PERSONAL_NUMBER in named.text) == (setting != "hidden" and keyed)
        for unnamed in ("/v1/projects", "/v1/projects?fields=*"):
            assert PERSONAL_NUMBER not in client.get(unnamed, headers=headers).text


@pytest.mark.parametrize("asked", ["contact_name=x", "sort=contact_name", "q=kontakt06"])
def test_no_key_can_filter_sort_or_search_by_contacts(
    golden_database: Database, key: dict[str, str], asked: str
) -> None:
    with open_client(golden_database) as client:
        answer = client.get(f"/v1/projects?{asked}", headers=key)
    if asked.startswith("q="):
        assert answer.json()["total"] == 0
    else:
        assert (answer.status_code, answer.json()["code"]) == (400, "personal-field")


def test_no_other_list_and_no_example_shows_a_contact(
    client: TestClient, key: dict[str, str]
) -> None:
    read = [one for one in OPERATIONS.values() if one.method == "GET" and one.answers != STREAM]
    addresses = [one.example for one in read]
    assert len(addresses) > 10
    for address in addresses:
        for headers in ({}, key):
            assert not shown(client.get(address, headers=headers).text)


@pytest.mark.parametrize("address", [RECORD, f"{RECORD}/provenance"])
def test_what_is_hidden_has_another_tag(
    golden_database: Database, key: dict[str, str], address: str
) -> None:
    tags: dict[bool, set[str]] = {True: set(), False: set()}
    for setting, keyed in product(SETTINGS, KEYED):
        with open_client(golden_database, contacts=setting) as client:
            answer = client.get(address, headers=key if keyed else {})
        tags[bool(shown(answer.text))].add(answer.headers["etag"])
    assert not tags[True] & tags[False]
    assert len(tags[True]) == len(tags[False]) == 1


def test_a_list_with_a_number_hidden_has_another_tag_than_with_it(
    client: TestClient, key: dict[str, str]
) -> None:
    address = "/v1/projects?fields=owner_organisation_number"
    bare, keyed = client.get(address), client.get(address, headers=key)
    assert bare.headers["etag"] != keyed.headers["etag"]
    again = client.get(address, headers={"If-None-Match": keyed.headers["etag"]})
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("setting", "address", "varies"),
    [
        ("public", RECORD, False),
        ("key", RECORD, True),
        ("key", f"{RECORD}/provenance", True),
        ("hidden", RECORD, False),
        ("public", "/v1/projects", False),
        ("public", "/v1/projects?fields=*", False),
        ("public", "/v1/projects?fields=owner_organisation_number", True),
    ],
)
def test_an_answer_says_whether_it_depends_on_the_key(
    golden_database: Database, key: dict[str, str], setting: str, address: str, varies: bool
) -> None:
    with open_client(golden_database, contacts=setting) as client:
        for headers in ({}, key):
            answer = client.get(address, headers=headers)
            known = {"If-None-Match": answer.headers["etag"], **headers}
            for one in (answer, client.get(address, headers=known)):
                vary = one.headers.get("vary", "").split(", ")
                assert ({"Authorization", "X-API-Key"} <= set(vary)) == varies
                assert len(vary) == len(set(vary))
