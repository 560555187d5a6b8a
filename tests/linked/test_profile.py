"""`/v1/catalogue` held against the whole profile: DCAT-AP 3.0.1, whatever the settings are."""

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef
from rdflib.term import Node
from starlette.testclient import TestClient

from app.database import Database
from app.snapshots.making import make_edition
from app.snapshots.shelf import Shelf
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key
from tests.linked.conftest import graph_of
from tests.linked.profile import PROFILE, Complaint, judge

PATH = "/v1/catalogue"
OPERATED = {"operator": "Exempelkommunen", "operator_contact": "data@example.se"}


@pytest.fixture
def graph(client: TestClient) -> Graph:
    return graph_of(client.get(PATH).json())


@pytest.mark.parametrize(
    "settings",
    [{}, OPERATED, {**OPERATED, "operator_contact": "https://example.se/"}, {"reads": "key"}],
)
def test_the_catalogue_is_as_the_profile_demands(
    golden_database: Database, settings: dict[str, str]
) -> None:
    headers = bearer(make_key(golden_database, "read"))
    make_edition(golden_database, Shelf.beside(golden_database.path), keep=1)
    with open_client(golden_database, **settings) as client:
        graph = graph_of(client.get(PATH, headers=headers).json())
    assert judge(graph) == []
    assert {kind for kind in PROFILE if (None, RDF.type, kind) in graph} == set(PROFILE)


def test_an_empty_catalogue_is_too(empty_database: Database) -> None:
    with open_client(empty_database) as client:
        assert judge(graph_of(client.get(PATH).json())) == []


BROKEN: tuple[tuple[Complaint, URIRef | None, tuple[URIRef, Node] | None], ...] = (
    ((DCAT.Catalog, DCTERMS.title, "missing"), DCTERMS.title, None),
    ((DCAT.DataService, DCAT.endpointURL, "missing"), DCAT.endpointURL, None),
    ((FOAF.Agent, FOAF.name, "missing"), FOAF.name, None),
    ((DCAT.Distribution, DCTERMS.format, "too many"), None, (DCTERMS.format, DCAT.Dataset)),
    ((DCAT.Dataset, DCTERMS.spatial, "of another kind"), None, (DCTERMS.spatial, DCAT.Dataset)),
    ((DCAT.Distribution, DCAT.accessURL, "of another kind"), None, (DCAT.accessURL, Literal("x"))),
)
"""What is complained of, the property that is taken away, and what is said besides."""


@pytest.mark.parametrize(("complaint", "removed", "added"), BROKEN)
def test_the_judge_sees_what_is_wrong(
    graph: Graph,
    complaint: Complaint,
    removed: URIRef | None,
    added: tuple[URIRef, Node] | None,
) -> None:
    for subject in list(graph.subjects(RDF.type, complaint[0])):
        if removed:
            graph.remove((subject, removed, None))
        if added:
            graph.add((subject, *added))
    assert complaint in judge(graph)
