"""XLSX as an archive: what others may read otherwise or is larger than it says is refused."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from tests.importer.tables.lists import HEADINGS, TYPED, refusal_of, rows_of, to_workbook

END = 22
"""Bytes of the record that ends an archive."""


def test_a_workbook_that_unpacks_to_more_than_it_says_is_refused() -> None:
    made = BytesIO(to_workbook(Blad=[HEADINGS, TYPED]))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * 10_000_000)
    content = made.getvalue()
    size = (10_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    assert refusal_of(content.replace(size, (1000).to_bytes(4, "little"))) == "unreadable-list"
    assert len(rows_of(content)) == 1


def with_another_before_it(plain: bytes, other: bytes) -> bytes:
    """A workbook whose last record tells where the directory of another one begins."""
    end = plain[-END:]
    begin = int.from_bytes(other[-END:][16:20], "little").to_bytes(4, "little")
    return other[:-END] + plain[:-END] + end[:16] + begin + end[20:]


@pytest.mark.parametrize(
    "disguise",
    [
        with_another_before_it,
        lambda plain, other: other + plain,
        lambda plain, _: plain + b"bak",
    ],
    ids=["another directory", "another before", "more behind"],
)
def test_a_workbook_in_which_others_may_find_other_parts_is_refused(
    disguise: Callable[[bytes, bytes], bytes],
) -> None:
    plain = to_workbook(Blad=[HEADINGS, TYPED])
    other = to_workbook(Blad=[HEADINGS, TYPED, TYPED])
    assert len(rows_of(plain)) == 1
    assert refusal_of(disguise(plain, other)) == "unreadable-list"


def test_a_workbook_with_a_comment_is_read() -> None:
    plain = to_workbook(Blad=[HEADINGS, TYPED])
    assert len(rows_of(plain[:-2] + (3).to_bytes(2, "little") + b"bak")) == 1


@pytest.mark.parametrize("shown", [True, False], ids=["in both", "in the large one alone"])
def test_a_workbook_that_ends_as_a_large_file_is_read(shown: bool) -> None:
    """Some writers end every workbook so, however small it is."""
    content = large_ended(to_workbook(Blad=[HEADINGS, TYPED]), shown=shown)
    assert len(rows_of(content)) == 1
    moved = content[: -END - 12] + (1).to_bytes(8, "little") + content[-END - 4 :]
    assert refusal_of(moved) == "unreadable-list"


def large_ended(plain: bytes, *, shown: bool) -> bytes:
    """A workbook with the records of ZIP64 before its last one."""
    *parts, length, begin, _ = struct.unpack("<4s4H2LH", plain[-END:])
    entries = parts[-1]
    large = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, length, begin
    )
    pointer = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(plain) - END, 1)
    end = plain[-END:]
    if not shown:
        end = end[:12] + b"\xff" * 8 + end[20:]
    return plain[:-END] + large + pointer + end
