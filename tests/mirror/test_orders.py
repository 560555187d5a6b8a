"""Orders of all rows: a page read from one stands as if its rows had been sorted."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mirror import orders as kept_orders
from app.mirror.bits import packed
from app.mirror.columns import Integers
from app.mirror.order import MISSING_LAST, Key, rows_behind
from app.mirror.orders import BY_ID, Name, Order, Orders, first_held, place_behind
from app.query.model import SortKey

_VALUES = st.sampled_from((MISSING_LAST, -(2**40), -1, 0, 1, 2, 70_000, 2**40))
_ROWS = st.lists(st.tuples(_VALUES, st.integers(0, 2)), max_size=150)
_NAME: Name = (SortKey("total_budget"), SortKey("region"), *BY_ID)


@given(stated=_ROWS, seed=st.integers(0, 9), has_ids=st.booleans())
def test_an_order_is_that_of_a_whole_sort(
    stated: list[tuple[int, int]], seed: int, has_ids: bool
) -> None:
    table = _table(stated, seed)
    orders = Orders()
    if has_ids:
        orders.put(BY_ID, np.argsort(table[:, 2]).astype(np.int32))
    assert _made(orders, table).tolist() == _sorted(table)


@given(stated=_ROWS, seed=st.integers(0, 9), data=st.data())
def test_rows_behind_a_place_are_those_behind_its_values(
    stated: list[tuple[int, int]], seed: int, data: st.DataObject
) -> None:
    table = _table(stated, seed)
    order, keys = _made(Orders(), table), _keys(table)
    after = (*data.draw(st.tuples(_VALUES, st.integers(-1, 3))), data.draw(st.integers(-1, 150)))
    place = place_behind(order, keys, after)
    assert sorted(order[place:].tolist()) == rows_behind(np.sort(order), keys, after).tolist()
    for own in range(0, len(order), 7):
        assert place_behind(order, keys, table[order[own]].tolist()) == own + 1


@pytest.mark.parametrize("share", [0.9, 0.02])
def test_rows_are_looked_at_until_enough_are_found(share: float) -> None:
    drawn = random.Random(7)
    order = np.array(drawn.sample(range(5_000), 5_000), np.int32)
    mask = np.array([drawn.random() < share for _ in order])
    held = [row for row in order.tolist() if mask[row]]
    for start, count in ((0, 1), (0, 51), (0, 10_000), (4_990, 51), (5_000, 51)):
        found = first_held(order, packed(mask), count, start, share)
        behind = set(order[start:].tolist())
        assert found.tolist() == [row for row in held if row in behind][:count]


def test_an_order_is_made_for_those_who_ask_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_orders, "OFTEN", 3)
    orders, table = Orders(), _table([(1, 1), (0, 0)], 0)
    answers = [orders.order(_NAME, _keys(table), len(table)) for _ in range(4)]
    assert [None if answer is None else answer.tolist() for answer in answers] == [
        None, None, [1, 0], [1, 0],
    ]  # fmt: skip


def test_an_order_lacks_few_rows() -> None:
    orders, table = Orders(), _table([(row, 0) for row in range(9)], 0)
    few = kept_orders.FEW
    assert len(_made(orders, table[:3])) == 3
    assert len(_made(orders, table[: 3 + few])) == 3
    assert len(_made(orders, table[: 4 + few])) == 4 + few


def _made(orders: Orders, table: Integers) -> Order:
    order = orders.order(_NAME, _keys(table), len(table))
    assert order is not None
    return order


def _table(stated: list[tuple[int, int]], seed: int) -> Integers:
    """Two values of each row, and the place of its id."""
    ids = random.Random(seed).sample(range(len(stated)), len(stated))
    rows = [(*pair, place) for pair, place in zip(stated, ids, strict=True)]
    return np.array(rows, np.int64).reshape(len(rows), 3)


def _sorted(table: Integers) -> list[int]:
    return sorted(range(len(table)), key=lambda row: tuple(table[row].tolist()))


def _keys(table: Integers) -> list[Key]:
    return [_key(table[:, column]) for column in range(3)]


def _key(column: Integers) -> Key:
    return Key(lambda rows: column[rows], lambda stored: int(stored or 0))
