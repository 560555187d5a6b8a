"""Long readings: a block at a time, of one moment, cut off only where they stand still."""

import time
from contextlib import closing

import pytest

from app import database as opening
from app.database import Database
from app.errors import DatabaseFailed, QueryTooSlow

COUNT = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n"
)
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def test_every_row_comes_once_in_blocks(empty_database: Database) -> None:
    with closing(empty_database.reader()) as connection, connection.snapshot() as reader:
        blocks = list(reader.blocks(COUNT, (1_234,)))
    assert [row for block in blocks for (row,) in block] == list(range(1, 1_235))
    assert [len(block) for block in blocks] == [500, 500, 234]


def test_a_long_reading_outlives_the_budget_of_a_question(empty_database: Database) -> None:
    hasty = Database(empty_database.url, query_seconds=0.001)
    with closing(hasty), closing(hasty.reader()) as connection, connection.snapshot() as reader:
        found = 0
        for block in reader.blocks(COUNT, (2_000,)):
            time.sleep(0.002)  # whoever writes the blocks out may be slow
            found += len(block)
    assert found == 2_000


def test_a_reading_that_stands_still_is_cut_off(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_STALL_SECONDS", 0.05)
    with (
        closing(Database(empty_database.url, query_seconds=0.001)) as hasty,
        closing(hasty.reader()) as connection,
        connection.snapshot() as reader,
        pytest.raises(QueryTooSlow, match=r"more than 0\.05 seconds"),
    ):
        next(reader.blocks(ENDLESS))


def test_a_reading_of_nothing_known_fails_in_plain_words(empty_database: Database) -> None:
    with (
        closing(empty_database.reader()) as connection,
        connection.snapshot() as reader,
        pytest.raises(DatabaseFailed, match="cannot be read"),
    ):
        next(reader.blocks("SELECT * FROM nothing"))
