"""A file of any size is made in the memory of a small one."""

import tracemalloc
from collections.abc import Iterable

import pytest

from app.database import Database
from app.exports.export import open_export
from app.exports.formats import FORMATS
from app.query.resource import PROJECTS
from tests.exports.files import fill
from tests.query.records import Record, make_record

SUMMARY = "Deltagare får stöd. " * 100
FEW, MANY = 1_000, 6_000
SLACK = 2_000_000
"""Bytes; what the larger file holds more is five times as much."""


def records(count: int) -> Iterable[Record]:
    return (make_record(f"r{place:06}", summary=SUMMARY) for place in range(count))


def peak(database: Database, format: str, raw: str) -> int:
    """The most memory that was held while the file was made and thrown away, in bytes."""
    tracemalloc.start()
    try:
        with open_export(database, PROJECTS, raw, FORMATS[format]) as made:
            size = sum(map(len, made.blocks()))
        assert size > 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("format", "raw"),
    [
        ("csv", ""),
        ("csv", "dialect=excel-sv"),
        ("ndjson", "sort=-region_name,name"),
        ("json", ""),
        ("xlsx", "fields=name,summary"),
        ("parquet", ""),
        ("geojson", ""),
    ],
)
def test_the_memory_of_an_export_does_not_grow_with_it(
    empty_database: Database, format: str, raw: str
) -> None:
    fill(empty_database, records(FEW))
    small = peak(empty_database, format, raw)
    fill(empty_database, records(MANY))
    assert peak(empty_database, format, raw) < small + SLACK
