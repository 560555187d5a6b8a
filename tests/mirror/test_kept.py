"""What was worked out is asked for again only of new rows, until it is forgotten."""

import numpy as np

from app.mirror.bits import WORD, unpacked
from app.mirror.columns import Columns, Mask
from app.mirror.kept import Kept, Known

LARGE = 10_000
"""Bytes, beside which what an array takes otherwise does not count."""


def test_bits_are_asked_for_only_of_rows_that_came_in() -> None:
    kept, asked = Kept(0, LARGE), []

    def is_odd(columns: Columns) -> Mask:
        asked.append(columns.since.tolist())
        return np.equal(columns.since % 2, 1)

    for count in (3, 3, WORD + 5, WORD + 6, WORD + 5, 3 * WORD, 0):
        bits = kept.bits("odd", _columns(count), is_odd)
        assert unpacked(bits, count).tolist() == [bool(row % 2) for row in range(count)]
    whole = [*range(WORD)]
    assert asked == [
        [0, 1, 2],
        [*whole, *range(WORD, WORD + 5)],
        [*range(WORD, WORD + 6)],
        [*range(WORD, 3 * WORD)],
    ]


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    kept = Kept(0, 3 * LARGE)
    for key in "ab":
        kept.put(key, _known(LARGE))
    assert kept.get("a").rows == LARGE
    kept.put("c", _known(LARGE))
    assert [kept.get(key).rows for key in "abc"] == [LARGE, 0, LARGE]


def test_an_array_in_the_place_of_another_takes_no_more_room_than_its_own() -> None:
    kept = Kept(0, 3 * LARGE)
    kept.put("a", _known(LARGE))
    for _ in range(9):
        kept.put("b", _known(LARGE))
    assert kept.get("a").rows == LARGE


def test_long_keys_count_too() -> None:
    kept = Kept(0, LARGE)
    kept.put("short", _known(1))
    kept.put("long" * LARGE, _known(1))
    assert kept.get("short").rows == kept.get("long" * LARGE).rows == 0


def test_there_is_room_for_as_many_arrays_of_many_rows() -> None:
    kept = Kept(3, 0)
    for rows in (LARGE, 10 * LARGE):
        for key in "abcd":
            kept.put(key, _known(rows))
        assert [bool(kept.get(key).rows) for key in "abcd"] == [False, False, True, True]


def _columns(count: int) -> Columns:
    return Columns(np.arange(count), {}, {})


def _known(size: int) -> Known:
    return Known(np.zeros(size, np.uint8), size)
