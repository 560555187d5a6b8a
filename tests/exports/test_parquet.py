"""Parquet: the type of every column, what is told of the data, and what goes wrong."""

import errno
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app import database
from app.database import Database
from app.domain.fields import BY_NAME
from app.domain.record import today
from app.errors import QueryTooSlow
from app.exports import parquet
from app.exports.export import open_export
from app.exports.formats import FORMATS
from app.query.resource import ORGANISATIONS, PROJECTS
from tests.exports.files import export, fill, watch
from tests.query.records import make_record

TYPES = {
    "key": pa.string(),
    "text": pa.string(),
    "code": pa.string(),
    "list": pa.list_(pa.field("element", pa.string(), nullable=False)),
    "integer": pa.int64(),
    "money": pa.float64(),
    "percent": pa.float64(),
    "date": pa.date32(),
    "time": pa.timestamp("us", "UTC"),
    "boolean": pa.bool_(),
}


def opened(made: bytes) -> Any:  # noqa: ANN401 - the reader has no types
    return pq.ParquetFile(BytesIO(made))


def test_every_column_has_a_real_type_and_tells_what_it_means(golden_database: Database) -> None:
    schema = opened(export(golden_database, "parquet")).schema_arrow
    assert schema.names == list(PROJECTS.public)
    assert {one.name: one.type for one in schema} == {
        name: TYPES[BY_NAME[name].kind] for name in PROJECTS.public
    }
    assert {one.name for one in schema if not one.nullable} == {
        name for name in PROJECTS.public if not BY_NAME[name].flags.nullable
    }
    said = schema.field("total_budget").metadata[b"description"].decode()
    assert said == "Total budget of the project. As decided, in current prices. In SEK."


def test_an_empty_result_has_all_columns_and_no_row(empty_database: Database) -> None:
    table = opened(export(empty_database, "parquet")).read()
    assert (table.num_rows, table.column_names) == (0, list(PROJECTS.public))


def test_organisations_have_real_types_too(golden_database: Database) -> None:
    made = opened(export(golden_database, "parquet", resource=ORGANISATIONS)).read()
    expected = json.loads(export(golden_database, "json", resource=ORGANISATIONS))
    assert made.select(["id", "spellings", "total_budget"]).to_pylist() == [
        {name: row[name] for name in ("id", "spellings", "total_budget")} for row in expected
    ]


def test_the_file_tells_what_it_is(golden_database: Database) -> None:
    asked = "region=SE12&sort=-total_budget&fields=name,total_budget"
    made = opened(export(golden_database, "parquet", asked))
    said = json.loads(made.metadata.metadata[parquet.METADATA.encode()])
    assert said == {
        "question": "Region, NUTS 2 code is SE12 (Östra Mellansverige);"
        " sorted by Total budget (descending)",
        "address": "/v1/projects?region=SE12&sort=-total_budget&fields=id,name,total_budget",
        "rows": made.metadata.num_rows,
        "dataset_version": 12,
        "updated_at": said["updated_at"],
        "status_as_of": today().isoformat(),
        "source": "Svenska ESF-rådet, Projektbanken",
        "rights": said["rights"],
    }


def test_the_same_rows_are_the_same_bytes(golden_database: Database) -> None:
    assert len({export(golden_database, "parquet") for _ in range(3)}) == 1


def test_rows_stand_in_groups_of_a_bounded_size(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_ROWS_OF_A_GROUP", 5)
    made = opened(export(golden_database, "parquet"))
    groups = [made.metadata.row_group(place).num_rows for place in range(made.num_row_groups)]
    assert groups == [5, 5, 2]


def test_no_more_than_a_group_is_held_in_memory(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python does not see the memory of the library: but what it has written it holds no more."""
    fill(
        empty_database,
        (make_record(f"r{place}", summary=f"{place} " * 50) for place in range(4_000)),
    )
    monkeypatch.setattr(parquet, "_ROWS_OF_A_GROUP", 1_000)
    path, sizes = tmp_path / "made", list[int]()
    with open_export(empty_database, PROJECTS, "", FORMATS["parquet"]) as made:
        watch(monkeypatch, made.extract.reader, lambda _: sizes.append(path.stat().st_size))
        parquet._write(made.extract, path)
    behind_groups = sizes[2::2]  # two blocks of rows make a group
    assert len(behind_groups) == 3
    assert behind_groups == sorted(set(behind_groups) - {0})


def test_a_reading_that_fails_is_told_as_what_it_is(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(empty_database, (make_record(f"r{place}") for place in range(600)))
    monkeypatch.setattr(database, "_STALL_SECONDS", 0.0)
    with open_export(empty_database, PROJECTS, "", FORMATS["parquet"]) as made:
        monkeypatch.setattr(made.extract.reader, "_seconds", 0.0)
        with pytest.raises(QueryTooSlow, match="more than 0 seconds"):
            next(made.blocks())


def test_a_full_disk_is_told_and_nothing_is_given_out(
    empty_database: Database, tmp_path: Path
) -> None:
    fill(empty_database, (make_record(f"r{place}") for place in range(1_200)))
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    no_space = pytest.raises(OSError, match="No space")
    with open_export(empty_database, PROJECTS, "", FORMATS["parquet"]) as made, no_space as failed:
        parquet._write(made.extract, full)
    assert failed.value.errno == errno.ENOSPC
