"""`/v1/catalogue`: terms that there are, addresses that answer, and the properties that DCAT-AP 3.0
recommends (chapter 6). What it demands is told in tests/linked/profile.py.
"""

from typing import Any

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DefinedNamespace
from starlette.testclient import TestClient

from app.database import Database
from app.exports.formats import FORMATS
from app.snapshots.making import make_edition
from app.snapshots.shelf import Shelf
from tests.api.conftest import open_client
from tests.linked.conftest import UNDEFINED, graph_of
from tests.linked.profile import VCARD

PATH = "/v1/catalogue"
VCARD_TERMS = {VCARD.Kind, VCARD.Organization, VCARD.fn, VCARD.hasEmail, VCARD.hasURL}
NEW_IN_DCAT_3 = {URIRef("http://www.w3.org/ns/dcat#version")}
"""Terms of DCAT 3 (W3C Recommendation, 2024) that the processor does not know yet."""
CLOSED: tuple[type[DefinedNamespace], ...] = (DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS)
"""Vocabularies of which the processor knows every term."""
RECOMMENDED = {
    DCAT.Catalog: (DCTERMS.language, DCTERMS.modified, FOAF.homepage, DCAT.dataset, DCAT.service),
    DCAT.Dataset: (
        DCTERMS.publisher, DCTERMS.spatial, DCTERMS.temporal, DCTERMS.accessRights,
        DCTERMS.accrualPeriodicity, DCTERMS.language, DCTERMS.modified, DCAT.distribution,
        DCAT.keyword, DCAT.theme,
    ),
    DCAT.DataService: (DCAT.endpointDescription, DCAT.servesDataset),
}  # fmt: skip


def ask(client: TestClient) -> Graph:
    answer = client.get(PATH)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/ld+json"
    return graph_of(answer.json())


def defined(term: Any) -> bool:  # noqa: ANN401 - any term of a graph
    return term in VCARD_TERMS | NEW_IN_DCAT_3 or any(term in vocabulary for vocabulary in CLOSED)


def test_every_term_is_one_that_its_vocabulary_has(client: TestClient) -> None:
    graph = ask(client)
    assert not [term for triple in graph for term in triple if str(term).startswith(UNDEFINED)]
    for _, predicate, value in graph:
        assert defined(predicate), predicate
        assert predicate != RDF.type or defined(value), value


def test_every_class_has_what_the_profile_recommends(client: TestClient) -> None:
    graph = ask(client)
    for kind, properties in RECOMMENDED.items():
        subjects = list(graph.subjects(RDF.type, kind))
        assert subjects, kind
        for subject in subjects:
            missing = [one for one in properties if not list(graph.objects(subject, one))]
            assert missing == [], subject


def test_titles_are_there_in_both_languages(client: TestClient) -> None:
    graph = ask(client)
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    for name in (DCTERMS.title, DCTERMS.description, DCAT.keyword):
        languages = {value.language for value in graph.objects(dataset, name)}  # type: ignore[attr-defined]
        assert languages == {"sv", "en"}


def test_every_address_answers_what_it_is_said_to(client: TestClient) -> None:
    graph = ask(client)
    files = list(graph.subjects(DCAT.downloadURL))
    assert len(files) == len(FORMATS)
    for file in files:
        (address,) = graph.objects(file, DCAT.downloadURL)
        answer = client.head(str(address))
        assert answer.status_code == 200
        for registered in graph.objects(file, DCAT.mediaType):
            kind = answer.headers["content-type"].partition(";")[0]
            assert str(registered).endswith(f"/media-types/{kind}")
    for name in (DCAT.accessURL, DCAT.endpointURL, DCAT.endpointDescription, DCAT.landingPage):
        for address in graph.objects(None, name):
            assert client.head(str(address)).status_code == 200, address


def test_no_licence_is_stated_because_none_is_confirmed(client: TestClient) -> None:
    graph = ask(client)
    assert not list(graph.objects(None, DCTERMS.license))
    for kind in (DCAT.Distribution, DCAT.DataService):
        for subject in graph.subjects(RDF.type, kind):
            assert list(graph.objects(subject, DCTERMS.rights))


def test_the_period_is_that_of_the_data(client: TestClient) -> None:
    asked = "/v1/aggregate?metrics=min:start_date,max:end_date"
    totals = client.get(asked).json()["totals"]
    graph = ask(client)
    (period,) = graph.subjects(RDF.type, DCTERMS.PeriodOfTime)
    for name, column in ((DCAT.startDate, "min_start_date"), (DCAT.endDate, "max_end_date")):
        (day,) = graph.objects(period, name)
        assert day == Literal(totals[column], datatype=XSD.date)


def test_who_runs_the_service_is_named_where_a_setting_says_so(golden_database: Database) -> None:
    given = {"operator": "Exempelkommunen", "operator_contact": "data@example.se", "reads": "key"}
    with open_client(golden_database, **given) as client:
        assert client.get(PATH).status_code == 401
    with open_client(golden_database, **{**given, "reads": "open"}) as client:
        graph = ask(client)
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    (publisher,) = graph.objects(catalogue, DCTERMS.publisher)
    assert list(graph.objects(publisher, FOAF.name)) == [Literal("Exempelkommunen")]
    assert list(graph.objects(None, VCARD.hasEmail)) == [URIRef("mailto:data@example.se")]


def test_the_catalogue_is_made_anew_only_when_something_changed(client: TestClient) -> None:
    tag = client.get(PATH).headers["etag"]
    assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{PATH}?format=ttl").status_code == 400


def test_files_that_never_change_are_offered_once_they_are_there(golden_database: Database) -> None:
    with open_client(golden_database) as client:
        before = client.get(PATH)
        assert "/v1/snapshots/" not in before.text
        make_edition(golden_database, Shelf.beside(golden_database.path), keep=1)
        after = client.get(PATH, headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        offered = {
            str(address) for address in graph_of(after.json()).objects(None, DCAT.downloadURL)
        }
        for address in sorted(one for one in offered if "/v1/snapshots/" in one):
            assert client.get(address).status_code == 200
        assert sum("/v1/snapshots/latest/" in one for one in offered) == 3


def test_a_packed_file_is_told_by_what_is_in_it(golden_database: Database) -> None:
    make_edition(golden_database, Shelf.beside(golden_database.path), keep=1)
    with open_client(golden_database) as client:
        graph = ask(client)
    (file,) = graph.subjects(DCAT.compressFormat)
    told = [
        str(value).rpartition("/")[2]
        for name in (DCAT.compressFormat, DCAT.mediaType, DCTERMS.format)
        for value in graph.objects(file, name)
    ]
    assert told == ["gzip", "csv", "CSV"]
    assert str(file).endswith("csv.gz")
