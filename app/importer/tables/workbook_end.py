"""How a ZIP file ends: with its directory, the record that tells where that is, and a comment.

Readers that look for these in different ways may find different parts in one file, and what one of
them has measured would not be what the other unpacks. (APPNOTE.TXT 4.3.14 to 4.3.16)
"""

import io
import struct
from typing import BinaryIO

_END, _END_MARK = struct.Struct("<4s4H2LH"), b"PK\x05\x06"
"""Length and beginning of the directory, length of the comment."""
_LARGE, _LARGE_MARK = struct.Struct("<4sQ2H2L4Q"), b"PK\x06\x06"
"""The same of a large file (ZIP64), before the record above."""
_POINTER, _POINTER_MARK = struct.Struct("<4sLQL"), b"PK\x06\x07"
"""Where that stands; between both."""
_ELSEWHERE = 0xFFFFFFFF
"""What the small record has where the large one tells."""
_LONGEST_COMMENT = 0xFFFF


def has_one_directory(file: BinaryIO) -> bool:
    """Whether every reader finds the same directory: the last end is one, and tells the truth."""
    size = file.seek(0, io.SEEK_END)
    begin = file.seek(max(0, size - _END.size - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) < at + _END.size:
        return False
    *_, length, start, comment = _END.unpack_from(tail, at)
    if at + _END.size + comment != len(tail):
        return False
    told = (length, start)
    at -= _POINTER.size
    if at < 0 or not tail.startswith(_POINTER_MARK, at):
        return bool(length + start == begin + at + _POINTER.size)
    at -= _LARGE.size
    if at < 0 or not tail.startswith(_LARGE_MARK, at):
        return False
    *_, length, start = _LARGE.unpack_from(tail, at)
    where = _POINTER.unpack_from(tail, at + _LARGE.size)[2]
    pairs = zip(told, (length, start), strict=True)
    agrees = all(small in (large, _ELSEWHERE) for small, large in pairs)
    return bool(agrees and where == begin + at and length + start == where)
