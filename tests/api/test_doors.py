"""One question, every door: list, JSON query, each file and OData have the same rows."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from app.database import Database
from app.query.odata.wording import options_of
from tests.api.conftest import open_client
from tests.conftest import open_copy
from tests.exports.files import fill
from tests.query import asking
from tests.query.asked import Asked
from tests.query.questions import questions, records
from tests.query.records import TODAY, Record

NOON = datetime.combine(TODAY, datetime.min.time()).replace(hour=12)
PAGE = 3
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def database(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Filled anew by each example."""
    with open_copy(empty_file, tmp_path_factory.mktemp("doors")) as database:
        yield database


def listed(client: TestClient, raw: str) -> Rows:
    """The list, page by page."""
    rows: Rows = []
    following: str | None = f"/v1/projects?{raw}&fields=*&limit={PAGE}"
    while following:
        page = client.get(following).json()
        rows += page["data"]
        following = page["next"]
        assert page["total"] >= len(rows)
    return rows


def asked_as_json(client: TestClient, body: dict[str, Any]) -> Rows:
    """The question as a body, page by page."""
    rows: Rows = []
    cursor: dict[str, str] = {}
    while True:
        asked = {**body, "fields": ["*"], "limit": PAGE, **cursor}
        page = client.post("/v1/projects/query", json=asked).json()
        rows += page["data"]
        if page["next_cursor"] is None:
            return rows
        cursor = {"cursor": page["next_cursor"]}


def told_by_odata(client: TestClient, question: Asked) -> Rows:
    """The entities, page by page, in OData's words."""
    query = asking.parse_json_body(question.body())
    rows: Rows = []
    options = {**options_of(query), "$count": "true"}
    following = f"/odata/v4/Projects?{urlencode(options, quote_via=quote)}"
    while following:
        page = client.get(following, headers={"Prefer": f"odata.maxpagesize={PAGE}"}).json()
        rows += page["value"]
        following = page.get("@odata.nextLink", "")
        assert page["@odata.count"] >= len(rows)
    return rows


def from_csv(content: bytes) -> Rows:
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def from_xlsx(content: bytes) -> Rows:
    heading, *rows = (
        CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def from_parquet(content: bytes) -> Rows:
    from pyarrow import parquet  # noqa: PLC0415 - large

    rows: Rows = parquet.read_table(BytesIO(content)).to_pylist()
    return rows


def from_geojson(content: bytes) -> Rows:
    return [feature["properties"] for feature in json.loads(content)["features"]]


READERS: dict[str, Callable[[bytes], Rows]] = {
    "json": json.loads,
    "ndjson": lambda content: [json.loads(line) for line in content.splitlines()],
    "geojson": from_geojson,
    "csv": from_csv,
    "xlsx": from_xlsx,
    "parquet": from_parquet,
}
SAME_VALUES = ("json", "ndjson", "geojson")


def of_columns(rows: Rows, columns: Rows) -> Rows:
    """The rows with the columns of others."""
    return [{name: row[name] for name in columns[0]} for row in rows] if columns else rows


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records(), st.lists(questions(), min_size=1, max_size=2))
def test_every_door_has_the_same_rows(
    database: Database, stored: list[Record], asked: list[Asked]
) -> None:
    fill(database, stored)
    with time_machine.travel(NOON, tick=False), open_client(database) as client:
        for question in asked:
            raw = urlencode(question.pairs())
            expected = listed(client, raw)
            ids = [row["id"] for row in expected]
            assert asked_as_json(client, question.body()) == expected
            for ending, read in READERS.items():
                answer = client.get(f"/v1/projects.{ending}?{raw}&fields=*")
                rows = read(answer.content)
                assert answer.headers["x-total-count"] == str(len(ids))
                assert [row["id"] for row in rows] == ids, ending
                if ending in SAME_VALUES:
                    assert of_columns(rows, expected) == expected


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records(), questions())
def test_odata_has_the_rows_of_the_list(
    database: Database, stored: list[Record], asked: Asked
) -> None:
    assume(not asked.or_missing)  # OData has no word for it
    fill(database, stored)
    with time_machine.travel(NOON, tick=False), open_client(database) as client:
        expected = listed(client, urlencode(asked.pairs()))
        found = told_by_odata(client, asked)
    told = of_columns(found, expected)
    assert told == [
        {name: " ".join(value) if isinstance(value, list) else value for name, value in row.items()}
        for row in expected
    ]
