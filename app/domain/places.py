"""Where regions are: a point inside each, for maps that show one mark a region, and their outlines.
No project's own place is known."""

import csv
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from app.domain.vocabulary import CODELISTS

PRECISION = "region"
"""How exactly a point tells where a project is."""


class Point(NamedTuple):
    """Degrees in WGS 84, in the order of GeoJSON."""

    longitude: float
    latitude: float


Ring = tuple[Point, ...]
"""A closed line."""
_OUTLINES = CODELISTS.parent / "outlines" / "nuts2.geojson"


def point_of(region: str | None) -> Point | None:
    """A point inside a region; None for the whole country and what is no region."""
    return _points().get(region or "")


def outline_of(region: str | None) -> tuple[Ring, ...]:
    """The lines around a region's parts, none of which has a hole; empty where `point_of` is
    None."""
    geometry = geometry_of(region)
    if geometry is None:
        return ()
    several = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if several else [geometry["coordinates"]]
    return tuple(tuple(Point(*place) for place in outer) for (outer,) in polygons)


def geometry_of(region: str | None) -> Mapping[str, Any] | None:
    """The outline of a region as GeoJSON has it; None where `point_of` is None."""
    return _geometries().get(region or "")


@cache
def _geometries() -> Mapping[str, Mapping[str, Any]]:
    features = json.loads(_OUTLINES.read_text("utf-8"))["features"]
    return {feature["id"]: feature["geometry"] for feature in features}


@cache
def _points() -> Mapping[str, Point]:
    with (CODELISTS / "region_points.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["nuts2"]: Point(float(row["longitude"]), float(row["latitude"]))
            for row in csv.DictReader(file)
        }
