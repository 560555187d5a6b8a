"""`Range` (RFC 9110, 14.2): which bytes of a file are asked for. What cannot be read, or is too
much, is as if it were not there: the answer is the whole file then."""

import re
from typing import NamedTuple

MAX_RANGES = 16
"""Parts of one answer; more is no reading of a file but a burden."""
_UNIT = "bytes="
_RANGE = re.compile(r"([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18})")


class ByteRange(NamedTuple):
    """From byte `first` to byte `last`, both of them too."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


def read_ranges(header: str, size: int) -> list[ByteRange] | None:
    """The ranges that a file of a size can give, none where it can give no one; None where the
    whole file is the answer."""
    if not header.lower().startswith(_UNIT):
        return None
    asked = [part.strip() for part in header[len(_UNIT) :].split(",")]
    found = [_RANGE.fullmatch(part) for part in asked if part]
    if not found or len(found) > MAX_RANGES:
        return None
    ranges = []
    for match in found:
        one = _read(match, size) if match else None
        if one is None:
            return None
        ranges.append(one)
    return [one for one in ranges if one.first <= one.last]


def _read(match: re.Match[str], size: int) -> ByteRange | None:
    """What a range asks of the file; None where it ends before it begins."""
    if match[3] is not None:
        return ByteRange(max(size - int(match[3]), 0), size - 1) if int(match[3]) else _NOTHING
    first, last = int(match[1]), int(match[2] or size)
    if match[2] is not None and last < first:
        return None
    return ByteRange(first, min(last, size - 1))


_NOTHING = ByteRange(0, -1)
"""The last no bytes of a file: nothing that it can give."""
