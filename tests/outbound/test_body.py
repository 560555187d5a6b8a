"""The body of an answer: the same however it is packed and cut, and never more than allowed."""

import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AddressFailed
from app.outbound.body import read_body


def cut(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


@given(st.binary(max_size=300), st.integers(1, 5_000), st.integers(1, 40), st.booleans())
def test_a_body_is_the_same_however_it_comes(
    content: bytes, times: int, size: int, packed: bool
) -> None:
    meant = content * min(times, 20_000 // (len(content) + 1))
    sent = gzip.compress(meant) if packed else meant
    chunks = cut(sent, size)
    assert read_body(chunks, "gzip" if packed else "", len(meant) + 100) == meant


@given(st.binary(max_size=2_000), st.integers(1, 100), st.sampled_from(["", "gzip"]))
def test_any_bytes_are_a_body_or_refused(content: bytes, size: int, encoding: str) -> None:
    read = outcome(cut(content, size), encoding, 1_000)
    assert read in {"too-large", "answer-malformed"} or len(read) <= 1_000


@given(st.integers(0, 3_000), st.integers(100, 3_000))
def test_the_bound_is_a_bound(size: int, limit: int) -> None:
    meant = b"x" * size
    read = outcome([gzip.compress(meant)], "gzip", limit)
    assert read == ("too-large" if size > limit else meant)


def outcome(chunks: list[bytes], encoding: str, limit: int) -> bytes | str:
    """The body, or why there is none."""
    try:
        return read_body(chunks, encoding, limit)
    except AddressFailed as error:
        return error.reason


def test_a_bomb_takes_hardly_more_memory_than_the_bound() -> None:
    bomb = gzip.compress(bytes(200_000_000), compresslevel=1)
    tracemalloc.start()
    try:
        with pytest.raises(AddressFailed, match="more than 1000000 bytes"):
            read_body([bomb], "gzip", 1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
