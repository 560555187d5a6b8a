"""Code lists, organisations, provenance, schema."""

import json
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from app.domain.fields import FIELDS
from app.domain.places import Point, Ring, outline_of, point_of
from app.domain.vocabulary import INTERVENTIONS, REGIONS
from app.query.operators import OPERATORS


def test_regions_bear_the_councils_names_and_counts(client: TestClient) -> None:
    page = client.get("/v1/regions").json()
    rows = {row["code"]: row for row in page["data"]}
    assert page["total"] == len(REGIONS) == len(rows)
    assert rows["SE21"]["label"] == "Småland och Öarna"
    assert rows["SE12"]["project_count"] == 5
    assert sum(row["project_count"] for row in page["data"]) == 12


def test_a_code_list_says_what_no_source_confirms(client: TestClient) -> None:
    rows = client.get("/v1/programmes").json()["data"]
    unconfirmed = [row for row in rows if not row["confirmed"]]
    assert {row["value"] for row in unconfirmed} >= {"2014-2020:4", "2014-2020:1.2", "2021-2027:D1"}
    assert all(not row["label"] or "unconfirmed" in row["note"] for row in unconfirmed)


@pytest.mark.parametrize("address", ["/v1/regions", "/v1/programmes", "/v1/intervention-types"])
def test_every_value_of_a_code_list_filters_its_own_records(
    client: TestClient, address: str
) -> None:
    for row in client.get(address).json()["data"]:
        query = f"{row['field']}={row['value']}".replace("+", "%2B")
        page = client.get(f"/v1/projects?{query}&limit=1").json()
        assert page["total"] == row["project_count"]


def test_a_code_list_is_whole_and_can_be_paged(client: TestClient) -> None:
    whole = client.get("/v1/intervention-types").json()
    assert whole["total"] == len(whole["data"]) == len(INTERVENTIONS)
    assert whole["next"] is None
    walked, address = [], "/v1/intervention-types?limit=25"
    while address:
        page = client.get(address).json()
        walked += page["data"]
        address = page["next"]
    assert walked == whole["data"]


def test_an_organisation_sums_up_its_projects(client: TestClient) -> None:
    page = client.get("/v1/organisations?sort=-total_budget&limit=1").json()
    (row,) = page["data"]
    assert row["name"] == "Arbetsmarknadsförvaltningen - Stockholms stad"
    assert client.get(f"/v1/organisations/{row['id']}").json() == row
    coompanion = client.get("/v1/organisations?name=coompanion östergötland").json()["data"][0]
    assert coompanion["project_count"] == 2
    assert coompanion["total_budget"] == 381969 + 397590
    assert coompanion["spellings"] == ["Coompanion Östergötland"]


def test_every_organisation_owns_what_it_says(client: TestClient) -> None:
    for row in client.get("/v1/organisations").json()["data"]:
        page = client.get(f"/v1/projects?owner={row['id']}").json()
        assert page["total"] == row["project_count"]


def test_provenance_quotes_the_document(client: TestClient) -> None:
    answer = client.get("/v1/projects/2020-00713/provenance").json()
    cost, period = answer["fields"]["total_cost"], answer["fields"]["programme_period"]
    assert (cost["value"], cost["raw"], cost["line"]) == (None, "-2147483648", 25)
    assert cost["issues"] == ["amount-sentinel"]
    assert (period["origin"], period["rule"]) == ("derived", "period-of-number")
    assert cost["document"]["layout"] == "site-2014-2020"


def test_the_schema_tells_fields_operators_and_limits(client: TestClient) -> None:
    schema = client.get("/v1/schema").json()
    fields = schema["resources"]["projects"]["fields"]
    assert [field["name"] for field in fields] == [field.name for field in FIELDS]
    assert [row["name"] for row in schema["operators"]] == [row.key for row in OPERATORS]
    assert schema["limits"]["max_limit"] == 10_000
    assert "contact_name" in json.dumps(fields)
    assert all(field["operators"] for field in fields if not field["personal"])


def test_every_operators_example_works(client: TestClient) -> None:
    schema = client.get("/v1/schema").json()
    words = schema["resources"]["projects"]["words"]
    for row in (*schema["operators"], *words):
        assert client.get(f"/v1/projects?{row['example']}").status_code == 200


def test_regions_with_outlines_are_the_regions_of_the_list(client: TestClient) -> None:
    answer = client.get("/v1/regions.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    features = answer.json()["features"]
    assert [one["properties"] for one in features] == client.get("/v1/regions").json()["data"]
    for feature in features:
        code, geometry = feature["id"], feature["geometry"]
        assert code == feature["properties"]["code"]
        assert (geometry is None) == (code == "SE0")
        for ring in outline_of(code):
            assert ring[0] == ring[-1]
            assert signed_area(ring) > 0  # counterclockwise: RFC 7946, 3.1.6
        point = point_of(code)
        assert point is None or any(holds(ring, point) for ring in outline_of(code))
    known = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/v1/regions.geojson", headers=known).status_code == 304
    assert client.get("/v1/regions.geojson?limit=2").status_code == 400


def signed_area(ring: Ring) -> float:
    return sum(a.longitude * b.latitude - b.longitude * a.latitude for a, b in pairwise(ring)) / 2


def holds(ring: Ring, point: Point) -> bool:
    """Whether a ray from a point to the east leaves a ring more often than it comes in."""
    crossings = 0
    for a, b in pairwise(ring):
        if (a.latitude > point.latitude) != (b.latitude > point.latitude):
            share = (point.latitude - a.latitude) / (b.latitude - a.latitude)
            crossings += a.longitude + share * (b.longitude - a.longitude) > point.longitude
    return crossings % 2 == 1
