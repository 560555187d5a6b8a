"""`Range`: read as RFC 9110 has it, held against slices of real bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.byte_ranges import MAX_RANGES, ByteRange, read_ranges

SIZE = 100
BYTES = bytes(range(SIZE))
NUMBERS = st.integers(0, 2 * SIZE)


def taken(ranges: list[ByteRange]) -> list[bytes]:
    return [BYTES[one.first : one.last + 1] for one in ranges]


@given(NUMBERS, NUMBERS)
def test_a_range_takes_what_a_slice_does(first: int, length: int) -> None:
    last = first + length
    expected = [part] if (part := BYTES[first : last + 1]) else []
    assert taken(read_ranges(f"bytes={first}-{last}", SIZE) or []) == expected
    rest = [part] if (part := BYTES[first:]) else []
    assert taken(read_ranges(f"bytes={first}-", SIZE) or []) == rest
    end = [BYTES[-first:]] if first else []
    assert taken(read_ranges(f"bytes=-{first}", SIZE) or []) == end


@given(st.text(max_size=20) | st.from_regex(r"bytes=[-0-9, ]*", fullmatch=True))
def test_any_text_gives_ranges_within_the_file_or_none(header: str) -> None:
    for one in read_ranges(header, SIZE) or []:
        assert 0 <= one.first <= one.last < SIZE


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1;2-3",
     "bytes=1-2,x", "bytes=٠-٢", "lines=0-5", "bytes=0-9,5-2", "bytes=+1-2",
     f"bytes={','.join(['0-1'] * (MAX_RANGES + 1))}"],
)  # fmt: skip
def test_what_is_no_range_or_too_much_is_left_aside(header: str) -> None:
    assert read_ranges(header, SIZE) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=100-,-0"])
def test_ranges_beyond_the_file_are_told_apart(header: str) -> None:
    assert read_ranges(header, SIZE) == []


def test_of_several_ranges_those_count_that_the_file_has() -> None:
    asked = "Bytes=0-0, 200-300 ,-1,,98-"
    assert read_ranges(asked, SIZE) == [ByteRange(0, 0), ByteRange(99, 99), ByteRange(98, 99)]
    assert read_ranges("bytes=0-", 0) == []
