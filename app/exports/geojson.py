"""GeoJSON (RFC 7946): a feature for each row, with a point inside its region. No place of a project
itself is known, and `location_precision` says so.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.domain.places import PRECISION, geometry_of, point_of
from app.exports.extract import Extract
from app.exports.json import enclose
from app.query.files import RowForm


def write_geojson(extract: Extract) -> Iterator[bytes]:
    """One collection, a record a line."""
    blocks = extract.blocks(RowForm.PLACED)
    return write_features([feature(*row) for row in rows] for rows in blocks)


def write_features(blocks: Iterable[Sequence[bytes]]) -> Iterator[bytes]:
    """One collection of these features."""
    return enclose(b'{"type": "FeatureCollection", "features": [', blocks, b"]}")


def make_map(regions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A collection of regions with their outlines, from rows with their codes."""
    features = [
        {
            "type": "Feature",
            "id": row["code"],
            "geometry": geometry_of(row["code"]),
            "properties": row,
        }
        for row in regions
    ]
    return {"type": "FeatureCollection", "features": features}


def feature(properties: bytes, region: str | None, key: str | None = None) -> bytes:
    """A feature of a JSON object, the region that it belongs to, and its id."""
    id_ = b"" if key is None else b'"id": %b, ' % json.dumps(key).encode()
    geometry, precision = _place(region)
    return b'{"type": "Feature", %b"geometry": %b, "properties": %b, "location_precision": %b}}' % (
        id_,
        geometry,
        properties[:-1],
        precision,
    )


@lru_cache(maxsize=64)
def _place(region: str | None) -> tuple[bytes, bytes]:
    """The geometry, and how exactly it tells where, as JSON; both are null where nothing tells."""
    point = point_of(region)
    if point is None:
        return b"null", b"null"
    geometry = {"type": "Point", "coordinates": point}
    return json.dumps(geometry).encode(), json.dumps(PRECISION).encode()
