"""Blocks that are made ahead are the same, in order; nothing is lost of what goes wrong."""

from collections.abc import Iterator
from threading import Event, Thread, current_thread

import pytest

from app.exports.ahead import ahead, gathered


def test_every_block_comes_in_order() -> None:
    blocks = [b"", b"a", b"", b"bc"]
    assert list(ahead(blocks)) == blocks
    assert list(ahead([])) == []


def test_the_next_block_is_made_while_one_is_being_written() -> None:
    made = Event()

    def blocks() -> Iterator[bytes]:
        yield b"first"
        made.set()
        yield b"second"

    coming = ahead(blocks())
    assert next(coming) == b"first"
    assert made.wait(30)
    assert list(coming) == [b"second"]


def test_what_goes_wrong_comes_behind_what_went_well() -> None:
    def blocks() -> Iterator[bytes]:
        yield b"well"
        raise ValueError(current_thread().name)

    coming = ahead(blocks())
    assert next(coming) == b"well"
    with pytest.raises(ValueError, match="blocks"):
        next(coming)


def test_who_has_seen_enough_leaves_no_thread_behind() -> None:
    threads = set[Thread]()

    def blocks() -> Iterator[bytes]:
        while True:
            threads.add(current_thread())
            yield b"again"

    coming = ahead(blocks())
    next(coming)
    coming.close()
    assert threads
    assert not [one for one in threads if one.is_alive()]


def test_small_blocks_are_gathered_but_the_first_comes_at_once() -> None:
    taken = 0

    def blocks() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(200):
            taken += 1
            yield b"x" * 10_000

    coming = gathered(blocks())
    assert len(next(coming)) == 10_000
    assert taken == 1
    sizes = list(map(len, coming))
    assert all(size >= 200_000 for size in sizes[:-1])
    assert sum(sizes) == 1_990_000
    assert list(gathered([b"", b"a", b"", b"b", b""])) == [b"a", b"b"]
    assert list(gathered([b"", b""])) == []
