"""What others read out of our files is what the API says, cell by cell, in value and type."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from app.database import Database
from tests.conftest import open_copy
from tests.exports.anything import records
from tests.exports.files import export, fill
from tests.exports.hard_values import HARD
from tests.exports.judges import JUDGES, Judge, Rows
from tests.query.records import Record


def judged(database: Database, judge: Judge, folder: Path, raw: str = "") -> Rows:
    """The rows as the judge reads them."""
    path = folder / f"made.{judge.format}"
    path.write_bytes(export(database, judge.format, raw))
    return judge.read(path)


def told(database: Database, *, flat: bool, raw: str = "") -> Rows:
    """The rows as the API says them; of a list one text, where there is nothing else."""
    rows = [json.loads(line) for line in export(database, "ndjson", raw).splitlines()]
    if not flat:
        return rows
    return [
        {name: " ".join(value) or None if isinstance(value, list) else value
         for name, value in row.items()}
        for row in rows
    ]  # fmt: skip


def differences(found: Rows, expected: Rows) -> list[tuple[object, ...]]:
    """Each cell that is not the same, in value or type: 1 is not true; whole numbers and doubles
    are numbers."""
    assert [list(row) for row in found] == [list(row) for row in expected]
    return [
        (row["id"], name, row[name], value)
        for row, told in zip(found, expected, strict=True)
        for name, value in told.items()
        if (_type(row[name]), row[name]) != (_type(value), value)
    ]


def _type(value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if is_number else type(value).__name__


@pytest.mark.parametrize("name", JUDGES)
def test_hard_values_come_back_as_they_are(
    empty_database: Database, tmp_path: Path, name: str
) -> None:
    judge, hard = JUDGES[name], fill(empty_database, HARD)
    found = judged(hard, judge, tmp_path)
    assert differences(found, told(hard, flat=judge.flat)) == []


@pytest.mark.parametrize("name", JUDGES)
def test_real_projects_come_back_as_they_are(
    golden_database: Database, tmp_path: Path, name: str
) -> None:
    judge = JUDGES[name]
    raw = "sort=-total_budget,name"
    found = judged(golden_database, judge, tmp_path, raw)
    assert differences(found, told(golden_database, flat=judge.flat, raw=raw)) == []


@pytest.fixture(scope="module")
def database(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Filled anew by each example."""
    with open_copy(empty_file, tmp_path_factory.mktemp("judged")) as database:
        yield database


@pytest.mark.parametrize("name", JUDGES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored=records())
def test_any_record_comes_back_as_it_is(
    database: Database, tmp_path: Path, name: str, stored: list[Record]
) -> None:
    fill(database, stored)
    judge = JUDGES[name]
    found = judged(database, judge, tmp_path)
    assert differences(found, told(database, flat=judge.flat)) == []
