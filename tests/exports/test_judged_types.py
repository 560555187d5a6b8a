"""Readers find the type of each column by themselves, as far as the format can tell it."""

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from app.database import Database
from app.domain.fields import BY_NAME, Kind
from app.query.resource import PROJECTS
from tests.exports.files import export, fill
from tests.exports.hard_values import HARD
from tests.exports.judges import DUCK_TYPES, connect

NUMBERS = {Kind.INTEGER, Kind.MONEY, Kind.PERCENT}


@pytest.fixture
def hard(empty_database: Database) -> Database:
    return fill(empty_database, HARD)


def test_pandas_takes_numbers_for_numbers_without_a_hint(hard: Database, tmp_path: Path) -> None:
    path = tmp_path / "made"
    frames = {}
    for format, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet)):
        path.write_bytes(export(hard, format))
        frames[format] = read(path)
    path.write_bytes(export(hard, "ndjson"))
    frames["ndjson"] = pd.read_json(path, lines=True)
    for frame in frames.values():
        kinds = {name: frame[name].dtype.kind for name in PROJECTS.public}
        assert {name for name in PROJECTS.public if BY_NAME[name].kind in NUMBERS} <= {
            name for name, kind in kinds.items() if kind in "if"
        }
        assert frame["total_budget"].sum() == 2073781.25 + 4503599627370.49
    assert frames["parquet"]["updated_at"].dtype == "datetime64[us, UTC]"


@pytest.mark.parametrize(
    ("format", "reading", "kinds"),
    [
        ("parquet", "read_parquet", set(Kind)),
        ("csv", "read_csv", {*NUMBERS, Kind.DATE, Kind.TIME, Kind.BOOLEAN}),
        ("ndjson", "read_json", {*NUMBERS, Kind.DATE, Kind.BOOLEAN, Kind.LIST}),
    ],
)
def test_duckdb_finds_the_types_without_a_hint(
    hard: Database, tmp_path: Path, format: str, reading: str, kinds: set[Kind]
) -> None:
    path = tmp_path / "made"
    path.write_bytes(export(hard, format))
    found = connect().sql(f"FROM {reading}('{path}')")
    types = dict(zip(found.columns, map(str, found.types), strict=True))
    expected = {
        name: DUCK_TYPES[BY_NAME[name].kind] for name in types if BY_NAME[name].kind in kinds
    }
    assert {name: types[name] for name in expected} == expected


def test_amounts_are_exact_in_sums_as_decimals(hard: Database, tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    path.write_bytes(export(hard, "parquet"))
    asked = f"SELECT sum(total_cost::DECIMAL(15,2)) FROM read_parquet('{path}')"
    assert connect().sql(asked).fetchone() == (Decimal("10000000000000.09"),)
