"""Every format has the rows of the list: the same records, values and order."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import Database
from app.domain.fields import BY_NAME, Kind
from app.exports.export import open_export
from app.exports.formats import FORMATS
from app.query.resource import ORGANISATIONS, PROJECTS
from tests.conftest import open_copy
from tests.exports.files import export, fill
from tests.query import asking
from tests.query.asked import Asked
from tests.query.questions import questions, records
from tests.query.records import TODAY, Record, make_record

NOON = datetime.combine(TODAY, datetime.min.time()).replace(hour=12)
HARD = st.text(max_size=12) | st.text("åÅ\",;\n\r\t'=+-@ 2.1", min_size=1, max_size=6)
TEXTS = HARD.map(lambda text: text.replace("\0", "")).filter(bool)


@pytest.fixture(scope="module")
def database(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Filled anew by each example."""
    with open_copy(empty_file, tmp_path_factory.mktemp("exports")) as database:
        yield database


def listed(database: Database, raw: str) -> list[dict[str, Any]]:
    """What the pages of the list show, every column that is not personal."""
    with closing(sqlite3.connect(database.path)) as connection:
        pages = asking.all_pages(connection, asking.parse(f"{raw}&fields=*&limit=3"))
    return [record for page in pages for record in page]


def written(name: str, value: object) -> str:
    """A JSON value as a cell of plain CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, float):
        return repr(value)
    assert BY_NAME[name].kind is not Kind.TEXT or isinstance(value, str)
    return str(value)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records(), questions())
def test_every_format_has_the_rows_of_the_list(
    database: Database, stored: list[Record], asked: Asked
) -> None:
    fill(database, stored)
    raw = urlencode(asked.pairs())
    with time_machine.travel(NOON):
        expected = listed(database, raw)
        assert json.loads(export(database, "json", raw)) == expected
        lines = export(database, "ndjson", raw).decode().split("\n")
        assert [json.loads(line) for line in lines[:-1]] == expected
        assert lines[-1] == ""
        rows = list(csv.DictReader(StringIO(export(database, "csv", raw).decode(), newline="")))
    assert rows == [{name: written(name, row[name]) for name in row} for row in expected]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXTS, st.none() | TEXTS, st.none() | TEXTS), max_size=4))
def test_no_text_breaks_a_line_of_csv_or_json(
    database: Database, texts: list[tuple[str, str | None, str | None]]
) -> None:
    fill(
        database,
        [
            make_record(f"r{place}", name=name, summary=summary, programme_area=area)
            for place, (name, summary, area) in enumerate(texts)
        ],
    )
    asked = "fields=name,summary,programme_area"
    rows = list(csv.reader(StringIO(export(database, "csv", asked).decode(), newline="")))
    columns = ["id", "name", "summary", "programme_area"]
    expected = [[f"r{place}", *row] for place, row in enumerate(texts)]
    assert rows == [columns, *([value or "" for value in row] for row in expected)]
    found = json.loads(export(database, "json", asked))
    assert found == [dict(zip(columns, row, strict=True)) for row in expected]


def test_an_empty_result_is_a_whole_file(empty_database: Database) -> None:
    heading = ",".join(PROJECTS.public)
    assert export(empty_database, "csv") == f"{heading}\r\n".encode()
    assert export(empty_database, "ndjson") == b""
    assert json.loads(export(empty_database, "json")) == []


def test_a_limit_cuts_the_rows_and_the_total(golden_database: Database) -> None:
    with open_export(golden_database, PROJECTS, "limit=3", FORMATS["ndjson"]) as made:
        assert made.total == 3
        assert len(b"".join(made.blocks()).splitlines()) == 3
    with open_export(golden_database, PROJECTS, "limit=300", FORMATS["json"]) as made:
        assert made.total == 12
        assert len(json.loads(b"".join(made.blocks()))) == 12


def test_a_file_shows_one_moment_while_others_write(seeded_database: Database) -> None:
    with open_export(seeded_database, PROJECTS, "", FORMATS["ndjson"]) as made:
        with seeded_database.connection() as connection:
            connection.exec_driver_sql("DELETE FROM project")
            connection.exec_driver_sql("UPDATE dataset SET version = version + 1, latest_seq = 9")
        assert (made.total, made.dataset.version, made.latest) == (5, 5, 5)
        assert len(b"".join(made.blocks()).splitlines()) == 5
    assert export(seeded_database, "ndjson") == b""


def test_the_past_can_be_had_as_a_file(seeded_database: Database) -> None:
    asked = "as_of=2&sort=-name&fields=name"
    rows = json.loads(export(seeded_database, "json", asked))
    assert rows == listed_ids(seeded_database, asked)
    assert len(rows) == 2


def listed_ids(database: Database, raw: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(database.path)) as connection:
        return asking.page(connection, asking.parse(raw))


def test_organisations_can_be_had_as_files(golden_database: Database) -> None:
    with closing(sqlite3.connect(golden_database.path)) as connection:
        query = asking.parse("limit=100", ORGANISATIONS)
        expected = asking.page(connection, query, ORGANISATIONS)
    assert json.loads(export(golden_database, "json", resource=ORGANISATIONS)) == expected
    text = export(golden_database, "csv", resource=ORGANISATIONS).decode()
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["id"] for row in rows] == [row["id"] for row in expected]
    assert [row["spellings"].split("; ") for row in rows] == [row["spellings"] for row in expected]
