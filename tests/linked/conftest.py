"""Clients of the real application, and JSON-LD read by a processor that others made."""

import json
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import Graph
from starlette.testclient import TestClient

from app.database import Database
from tests.api.conftest import open_client

UNDEFINED = "urn:undefined:"


@pytest.fixture
def client(golden_database: Database) -> Iterator[TestClient]:
    """Twelve projects."""
    with open_client(golden_database) as client:
        yield client


def graph_of(document: dict[str, Any]) -> Graph:
    """The statements of a document. A term that its context leaves undefined, which processors drop
    in silence, is one of a vocabulary of its own."""
    context = {"@vocab": UNDEFINED, **document["@context"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the processor's, of itself
        return Graph().parse(data=json.dumps({**document, "@context": context}), format="json-ld")
