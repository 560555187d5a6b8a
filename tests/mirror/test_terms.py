"""The terms of searches: asked of the word index once, then only of the rows that came in since."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from app.database import Row
from app.mirror import terms
from app.mirror.columns import Columns
from app.mirror.state import load
from app.mirror.terms import Terms
from app.query.search import Sought
from app.store.reads import DatasetState
from app.store.snapshot import Snapshot
from app.store.sought import look_up
from tests.query.asking import Rows
from tests.query.records import make_record, store

RECORDS = [
    make_record("a", name="Vägen in"),
    make_record("b", summary="En väg till arbete"),
    make_record("c", name="Bron"),
]


@dataclass
class _Asked:
    """A reader that remembers behind which rows it was asked."""

    rows_of: Rows
    behind: list[object] = field(default_factory=list)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        self.behind.append(parameters[1])
        return self.rows_of.rows(sql, parameters)

    def blocks(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[Row]]:
        return self.rows_of.blocks(sql, parameters)


def test_only_new_rows_are_asked_for_again(database: sqlite3.Connection) -> None:
    store(database, RECORDS)
    reader, sought = _Asked(Rows(database)), look_up(Rows(database), "väg")[0]
    kept, columns = Terms(), _columns(database)
    first = kept.tiers(reader, columns, sought)
    assert [bool(tier) for tier in first] == [True, True, False]
    assert first[0] < first[1]  # in the name, and in the summary
    asked = len(reader.behind)
    assert kept.tiers(reader, columns, sought).tolist() == first.tolist()
    assert len(reader.behind) == asked
    store(database, [*RECORDS, make_record("d", owner="Väg AB")])
    later = kept.tiers(reader, _columns(database), sought)
    assert [bool(tier) for tier in later] == [True, True, False, True]
    assert set(reader.behind[asked:]) == {3}  # the last row that was known


def test_a_long_answer_of_the_index_is_read_in_pieces(
    database: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, [make_record(str(place), name="Väg") for place in range(7)])
    monkeypatch.setattr(terms, "_AT_ONCE", 3)
    (sought,) = look_up(Rows(database), "väg")
    assert set(Terms().tiers(Rows(database), _columns(database), sought)) == {1}


def test_the_best_way_to_find_a_term_counts(database: sqlite3.Connection) -> None:
    store(database, [make_record("a", name="Väg", summary="Vägen")])
    (sought,) = look_up(Rows(database), "väg")
    turned = replace(sought, phrases=tuple(reversed(sought.phrases)))
    assert [_tiers(database, one) for one in (sought, turned)] == [[1], [1]]


def _tiers(database: sqlite3.Connection, sought: Sought) -> list[int]:
    found: list[int] = Terms().tiers(Rows(database), _columns(database), sought).tolist()
    return found


def _columns(database: sqlite3.Connection) -> Columns:
    return load(Snapshot(Rows(database), DatasetState("epoch", 1, None))).columns
