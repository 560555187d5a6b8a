"""Each code that the catalogue takes from another's table, and what confirms it."""

import pytest
from rdflib import Graph, URIRef

from app.database import Database
from app.snapshots.making import make_edition
from app.snapshots.shelf import Shelf
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key
from tests.linked.conftest import graph_of

EU = "http://publications.europa.eu/resource/authority/"
ADMS = "http://purl.org/adms/"
IANA = "https://www.iana.org/assignments/media-types/"
LABELS = (
    "dataportalen 0.12.0 (a package of PyPI), vocabulary.json: made of EU Vocabularies and DIGG's"
)
FILES = (
    "belgium-its-steering-committee/ckanext-benap, eu_authority/file_type.py: the whole EU table"
)
MEDIA = "mime-db, db.json: source iana"
CONFIRMED = {
    f"{EU}language/SWE": LABELS,
    f"{EU}language/ENG": LABELS,
    f"{EU}country/SWE": LABELS,
    f"{EU}frequency/IRREG": LABELS,
    f"{EU}data-theme/SOCI": LABELS,
    f"{EU}access-right/PUBLIC": LABELS,
    f"{EU}access-right/RESTRICTED": LABELS,
    f"{ADMS}publishertype/NationalAuthority": LABELS,
    **{f"{EU}file-type/{one}": FILES for one in ("CSV", "JSON", "XLSX", "PARQUET", "GEOJSON")},
    **{
        f"{IANA}{one}": MEDIA
        for one in (
            "text/csv",
            "application/json",
            "application/geo+json",
            "application/gzip",
            "application/vnd.apache.parquet",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.sqlite3",
        )
    },
}
"""None is unconfirmed. The EU table of file types has no NDJSON and no SQLite, IANA no NDJSON."""


@pytest.fixture
def graph(golden_database: Database) -> Graph:
    """What is told to anybody, and what is told where a key is needed to read."""
    headers = bearer(make_key(golden_database, "read"))
    make_edition(golden_database, Shelf.beside(golden_database.path), keep=1)
    graph = Graph()
    for reads in ("open", "key"):
        with open_client(golden_database, reads=reads) as client:
            graph += graph_of(client.get("/v1/catalogue", headers=headers).json())
    return graph


def test_every_code_is_confirmed_and_every_confirmed_one_is_used(graph: Graph) -> None:
    terms = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    assert {term for term in terms if term.startswith((EU, ADMS, IANA))} == CONFIRMED.keys()
