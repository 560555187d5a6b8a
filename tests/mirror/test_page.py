"""Pages in memory: cursors of records that are gone, and few rows out of many."""

import random
import sqlite3
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.columnar import CODED, NUMBERS
from app.mirror import order
from app.mirror.order import Key, first_rows
from app.models.projects import MIRROR_INDEX
from app.query.cursor import Stored
from app.query.mirroring import NEIGHBOURS, live_rows
from tests.mirror.mirrored import Mirrored
from tests.query import asking
from tests.query.records import make_record, store

_KEPT = [
    make_record("b", region="SE11", planned_participants=3),
    make_record("d", region="SE22", planned_participants=3),
    make_record("f", region="SE33", planned_participants=5),
    make_record("h"),
]


@pytest.mark.parametrize(
    ("sort", "after", "ids"),
    [
        ("id", ("c",), "dfh"),
        ("id", ("a",), "bdfh"),
        ("id", ("i",), ""),
        ("-id", ("g",), "fdb"),
        ("-id", ("a",), ""),
        ("-id", ("i",), "hfdb"),
        ("region", ("SE12", "z"), "dfh"),
        ("region", ("SE32", "a"), "fh"),
        ("-region", ("SE32", "a"), "dbh"),
        ("-region", ("SE99", "a"), "fdbh"),
        ("region", (None, "g"), "h"),
        ("-region", (None, "h"), ""),
        ("planned_participants", (3, "c"), "dfh"),
        ("-planned_participants", (4, "c"), "bdh"),
    ],
)
def test_a_page_goes_on_behind_a_record_that_is_gone(
    database: sqlite3.Connection, sort: str, after: tuple[Stored, ...], ids: str
) -> None:
    store(database, _KEPT)
    mirrored = Mirrored.of_rows(asking.Rows(database), version=4)
    query = asking.parse(f"sort={sort}&version=1")
    assert mirrored.page(query, after) == list(ids)


@pytest.mark.parametrize("words", ["väg", "väg en", "en -bro", "-bro", "väg -en", "nowhere", "!"])
@pytest.mark.parametrize("limit", [2, 7, 40])
def test_many_rows_of_a_search_stand_by_rank_then_by_id(
    database: sqlite3.Connection, words: str, limit: int
) -> None:
    texts = ("En väg", "Vägen", "Väg en", "En bro")
    drawn = random.Random(3)
    records = [
        make_record(f"r{place:02}", name=drawn.choice(texts), summary=drawn.choice(texts))
        for place in drawn.sample(range(60), 60)
    ]
    store(database, records)
    mirrored = Mirrored.of_rows(asking.Rows(database), version=60)
    query = asking.spelt(database, asking.parse_pairs([("q", words), ("limit", str(limit))]))
    told, held = mirrored.pages(query)
    assert held == told
    (everything,), _ = mirrored.pages(replace(query, limit=100))
    assert mirrored.page(replace(query, offset=5)) == everything[5:][: limit + 1]


@pytest.mark.parametrize("rank", [-(10**12), 0, 3, 10**12])
def test_a_rank_that_no_record_has_is_a_place_too(database: sqlite3.Connection, rank: int) -> None:
    store(database, [make_record(f"r{place:02}", name="Väg") for place in range(30)])
    mirrored = Mirrored.of_rows(asking.Rows(database), version=30)
    query = asking.spelt(database, asking.parse_pairs([("q", "väg"), ("limit", "2")]))
    held = mirrored.page(query, (rank, "r07"))
    assert held == ([] if rank > 1 else ["r00", "r01", "r02"])


@given(
    values=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=40),
    count=st.integers(1, 45),
)
def test_the_first_rows_are_those_of_a_whole_sort(
    values: list[tuple[int, int]], count: int
) -> None:
    table = np.array([(*pair, place) for place, pair in enumerate(values)], np.int64)
    table = table.reshape(len(values), 3)
    rows = np.arange(len(values))
    found = first_rows(rows, [_by(table[:, column]) for column in range(3)], count)
    assert found.tolist() == sorted(rows.tolist(), key=lambda row: tuple(table[row]))[:count]


@pytest.mark.parametrize("values", [[0] * 50_000 + [1] * 50_000, range(100_000, 0, -1), None])
def test_a_sample_of_many_rows_misses_none(values: list[int] | None) -> None:
    drawn = values or random.Random(7).choices(range(10**6), k=100_000)
    column, rows = np.array(drawn, np.int64), np.arange(100_000)
    assert len(rows) > order._MANY
    for count in (1, 51, 9_000):
        found = first_rows(rows, [_by(column), _by(rows)], count)
        assert found.tolist() == np.lexsort((rows, column))[:count].tolist()


def test_a_refresh_looks_at_nothing_but_what_has_changed(database: sqlite3.Connection) -> None:
    plan = database.execute(f"EXPLAIN QUERY PLAN {NEIGHBOURS}", (1,)).fetchall()
    assert not [row[3] for row in plan if row[3].startswith("SCAN")]


def test_a_load_reads_the_index_of_its_columns_alone(database: sqlite3.Connection) -> None:
    sql = live_rows([field.name for field in NUMBERS], [field.name for field in CODED])
    ((*_, step),) = database.execute(f"EXPLAIN QUERY PLAN {sql}", (0, 0)).fetchall()
    assert f"USING COVERING INDEX {MIRROR_INDEX}" in step


def _by(column: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Key:
    return Key(lambda rows: column[rows], lambda stored: int(stored or 0))
