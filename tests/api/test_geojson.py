"""Every address that answers GeoJSON, held against geojson.org's schema and against what RFC 7946
demands of rings besides (3.1.6): closed, the outer one counterclockwise."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from jsonschema_rs import Validator, validator_for
from starlette.testclient import TestClient

from tests.official.schemas import COLLECTION, official

ADDRESSES = (
    "/v1/projects.geojson",
    "/v1/projects.geojson?fields=name&limit=2",
    "/v1/projects.geojson?name=Intet",
    "/v1/aggregate.geojson?group_by=region&metrics=count",
    "/v1/regions.geojson",
)
BROKEN: tuple[dict[str, Any], ...] = (
    {"type": "FeatureCollection"},
    {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None}]},
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "Point", "coordinates": [12.5]},
            }
        ],
    },
)
Position = tuple[float, float]


@pytest.fixture(scope="module")
def schema() -> Validator:
    return validator_for(json.loads(official(COLLECTION).read_text("utf-8")))


def rings(geometry: dict[str, Any] | None) -> Iterator[tuple[bool, list[Position]]]:
    """Each ring of the polygons, and whether it is an outer one."""
    kind = geometry["type"] if geometry else ""
    shape: Any = geometry["coordinates"] if geometry else []
    for polygon in {"Polygon": [shape], "MultiPolygon": shape}.get(kind, []):
        for number, ring in enumerate(polygon):
            yield number == 0, ring


def turns_left(ring: list[Position]) -> bool:
    """Counterclockwise, by the signed area."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring)) > 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_valid(client: TestClient, schema: Validator, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/geo+json"
    assert [str(error) for error in schema.iter_errors(answer.json())] == []


@pytest.mark.parametrize("broken", BROKEN)
def test_the_schema_sees_what_is_wrong(schema: Validator, broken: dict[str, Any]) -> None:
    assert not schema.is_valid(broken)


def test_outlines_are_closed_and_turn_as_the_standard_has_it(client: TestClient) -> None:
    features = client.get("/v1/regions.geojson").json()["features"]
    outlines = [ring for each in features for ring in rings(each["geometry"])]
    assert len(outlines) >= 8
    for is_outer, ring in outlines:
        assert len(ring) >= 4
        assert ring[0] == ring[-1]
        assert turns_left(ring) == is_outer
