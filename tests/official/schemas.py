"""Schemas that other bodies publish as packages of npm, whole and unchanged: what is another's to
write stands in no file of ours."""

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "node_modules"
EDMX = "odata-csdl/schemas/edmx.xsd"
"""The XML of OData's metadata, of the OData TC of OASIS; imports `edm.xsd` beside it."""
COLLECTION = "geojson-schema/FeatureCollection.json"
"""GeoJSON (RFC 7946), of geojson.org."""


def official(name: str) -> Path:
    """The file of a schema."""
    file = FOLDER / name
    if not file.is_file():
        missing = f"{name} is missing (Debian: npm; then `make test`)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return file
