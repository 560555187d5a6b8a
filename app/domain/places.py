"""Where regions are: a point inside each, for maps that show one mark a region. No project's own
place is known."""

import csv
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from app.domain.vocabulary import CODELISTS

PRECISION = "region"
"""How exactly a point tells where a project is."""


class Point(NamedTuple):
    """Degrees in WGS 84, in the order of GeoJSON."""

    longitude: float
    latitude: float


def point_of(region: str | None) -> Point | None:
    """A point inside a region; None for the whole country and what is no region."""
    return _points().get(region or "")


@cache
def _points() -> Mapping[str, Point]:
    with (CODELISTS / "region_points.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["nuts2"]: Point(float(row["longitude"]), float(row["latitude"]))
            for row in csv.DictReader(file)
        }
