"""A project as JSON-LD: terms of schema.org, values of the record, and nobody's contact data."""

from decimal import Decimal
from typing import Any

import pytest
from rdflib import RDF, SDO, Graph, Literal, URIRef
from rdflib.term import Node
from starlette.testclient import TestClient

from app.database import Database
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key
from tests.linked.conftest import graph_of

PATH = "/v1/projects/2020-00713"
VOCABULARY: Any = SDO
"""Its closed list of terms."""
LINKED = {"Accept": "application/ld+json"}


def ask(client: TestClient, address: str = PATH) -> dict[str, Any]:
    answer = client.get(address, headers=LINKED)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/ld+json"
    body: dict[str, Any] = answer.json()
    return body


def one(graph: Graph, subject: Node, name: URIRef) -> Any:  # noqa: ANN401 - any term
    (found,) = graph.objects(subject, name)
    return found


def test_every_project_is_told_in_terms_that_schema_org_has(client: TestClient) -> None:
    listed = client.get("/v1/projects?limit=100").json()["data"]
    for record in listed:
        graph = graph_of(ask(client, f"/v1/projects/{record['id']}"))
        for _, predicate, value in graph:
            term = value if predicate == RDF.type else predicate
            assert term in VOCABULARY, term


def test_the_graph_states_what_the_record_states(client: TestClient) -> None:
    record = client.get(PATH).json()
    graph = graph_of(ask(client))
    (grant,) = graph.subjects(RDF.type, SDO.MonetaryGrant)
    project, amount = one(graph, grant, SDO.fundedItem), one(graph, grant, SDO.amount)
    assert str(one(graph, grant, SDO.identifier)) == record["number"]
    assert one(graph, amount, SDO.currency) == Literal("SEK")
    assert Decimal(str(one(graph, amount, SDO.value))) == Decimal(str(record["granted_support"]))
    assert str(one(graph, project, SDO.startDate)) == record["start_date"]
    assert str(one(graph, project, SDO.description)) == record["summary"]
    place = one(graph, project, SDO.spatialCoverage)
    assert one(graph, place, SDO.identifier) == Literal(record["region"])
    owner = one(graph, project, SDO.parentOrganization)
    assert one(graph, owner, SDO.name) == Literal(record["owner"])


def test_what_is_not_stated_is_not_told(client: TestClient) -> None:
    record = client.get("/v1/projects/23-032-S01").json()
    assert record["granted_support"] is None
    assert "amount" not in ask(client, "/v1/projects/23-032-S01")


@pytest.mark.parametrize(
    ("accept", "linked"),
    [
        ("application/ld+json", True),
        ("application/ld+json, application/json;q=0.9", True),
        ("*/*;q=0.1, application/ld+json", True),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', True),
        ("application/json, application/ld+json;q=0.5", False),
        ("application/ld+json;q=0", False),
        ("text/turtle", False),
        ("*/*", False),
    ],
)
def test_only_who_wants_it_more_gets_it(client: TestClient, accept: str, linked: bool) -> None:
    answer = client.get(PATH, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["vary"] == "Accept"
    kind = "application/ld+json" if linked else "application/json"
    assert answer.headers["content-type"] == kind


def test_each_form_has_a_tag_of_its_own(client: TestClient) -> None:
    plain, linked = client.get(PATH), client.get(PATH, headers=LINKED)
    assert plain.headers["etag"] != linked.headers["etag"]
    again = client.get(PATH, headers={**LINKED, "If-None-Match": linked.headers["etag"]})
    assert (again.status_code, again.headers["vary"]) == (304, "Accept")
    other = client.get(PATH, headers={**LINKED, "If-None-Match": plain.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("setting", ["public", "key", "hidden"])
def test_nobody_is_shown_a_contact_person(golden_database: Database, setting: str) -> None:
    headers = {**LINKED, **bearer(make_key(golden_database, "admin"))}
    with open_client(golden_database, contacts="public") as client:
        record = client.get(PATH).json()
    person = [record[name] for name in ("contact_name", "contact_email", "contact_phone")]
    assert any(person)
    with open_client(golden_database, contacts=setting) as client:
        text = client.get(PATH, headers=headers).text
        assert not any(value in text for value in person if value)
        refused = client.get(f"{PATH}?fields=contact_name", headers=headers)
        assert refused.status_code == 400


def test_columns_and_moments_are_as_in_the_record(client: TestClient) -> None:
    whole, some = ask(client), ask(client, f"{PATH}?fields=name,region")
    assert some["name"] == whole["name"]
    assert "amount" not in some
    assert ask(client, f"{PATH}?as_of=12")["name"] == whole["name"]
