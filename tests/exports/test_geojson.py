"""GeoJSON: a point inside the region of each record, whatever columns were asked for (RFC 7946)."""

import json
import struct
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from app.database import Database
from app.domain.places import PRECISION, point_of
from app.query.resource import PROJECTS
from tests.exports.files import export, fill
from tests.query.records import make_record


def collection(database: Database, raw: str = "") -> Any:  # noqa: ANN401 - as JSON has it
    return json.loads(export(database, "geojson", raw))


@pytest.mark.parametrize(
    ("region", "geometry", "precision"),
    [
        ("SE11", {"type": "Point", "coordinates": list(point_of("SE11") or ())}, PRECISION),
        ("SE0", None, None),
        (None, None, None),
    ],
)
@pytest.mark.parametrize("columns", ["name", "name,region"])
def test_a_record_stands_at_the_point_of_its_region(
    empty_database: Database,
    region: str | None,
    geometry: dict[str, object] | None,
    precision: str | None,
    columns: str,
) -> None:
    fill(empty_database, [make_record("a", name='Ö"\n', region=region)])
    shown = {"region": region} if "region" in columns else {}
    assert collection(empty_database, f"fields={columns}") == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "a",
                "geometry": geometry,
                "properties": {"id": "a", "name": 'Ö"\n', **shown, "location_precision": precision},
            }
        ],
    }


def test_properties_are_the_rows_of_json(golden_database: Database) -> None:
    for raw in ("", "sort=-total_budget&limit=5", "as_of=7"):
        expected = json.loads(export(golden_database, "json", raw))
        features = collection(golden_database, raw)["features"]
        assert [one["id"] for one in features] == [row["id"] for row in expected]
        properties = [one["properties"] for one in features]
        assert [list(each) for each in properties] == [
            [*PROJECTS.public, "location_precision"]
        ] * len(expected)
        for each in properties:
            del each["location_precision"]
        assert properties == expected


def test_an_empty_result_is_an_empty_collection(empty_database: Database) -> None:
    assert collection(empty_database) == {"type": "FeatureCollection", "features": []}


def test_a_collection_is_what_the_standard_asks_for(golden_database: Database) -> None:
    """RFC 7946: sections 3.1.1 and 3.1.2 positions, 3.2 features and their ids, 3.3 collections,
    4 no other coordinate system than WGS 84, 7.1 no member of a geometry where it is none."""
    made = collection(golden_database)
    assert set(made) == {"type", "features"}
    for each in made["features"]:
        assert set(each) == {"type", "id", "geometry", "properties"}
        assert isinstance(each["id"], str)
        assert isinstance(each["properties"], dict)
        if each["geometry"] is not None:
            assert set(each["geometry"]) == {"type", "coordinates"}
            longitude, latitude = each["geometry"]["coordinates"]
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90
    ids = [each["id"] for each in made["features"]]
    assert len(ids) == len(set(ids)) == 12


def test_gdal_finds_the_points_in_degrees(golden_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "projekt.geojson"
    path.write_bytes(export(golden_database, "geojson"))
    about, table = pyogrio.read_arrow(path)
    assert (about["crs"], about["geometry_type"]) == ("EPSG:4326", "Point")
    for row in table.select(["region", about["geometry_name"] or "wkb_geometry"]).to_pylist():
        region, shape = row.values()
        assert (shape and struct.unpack("<bIdd", shape)[2:]) == point_of(region)
