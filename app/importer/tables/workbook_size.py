"""How large an XLSX workbook is once unpacked, told before it is opened: a small file may hold
gigabytes, and what it says of its own size may be false."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from app.errors import DocumentRejected
from app.importer.tables.source import Source, open_bytes
from app.importer.tables.workbook_area import find_area
from app.importer.tables.workbook_end import has_one_directory

MAX_UNPACKED = 500_000_000
"""Bytes of everything in a workbook, unpacked."""
MAX_CELLS = 5_000_000
"""Rows times columns of all sheets: 100,000 records with every field, in some 350 MB of memory."""
_MAX_MEMBERS = 2_000
_CHUNK = 1 << 20
_FOREIGN = frozenset({"xl/workbook.bin", "content.xml"})
"""Parts of XLSB and ODS, which the reader turns to where it cannot take a file as XLSX."""
_TEXTS = "xl/sharedstrings.xml"
_STORED, _DEFLATED = 0, 8


def is_workbook(head: bytes, source: Source) -> bool:
    """Whether a file is an XLSX workbook, by what it holds."""
    if not head.startswith(b"PK"):
        return False
    try:
        with open_bytes(source) as file, ZipFile(file) as archive:
            return any(name.lower() == "xl/workbook.xml" for name in archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def check_size(source: Source) -> None:
    """Raises `DocumentRejected` where a workbook is larger than can be held, or is a trap."""
    try:
        _check_parts(source)
    except (BadZipFile, NotImplementedError, ValueError, zlib.error) as error:
        raise DocumentRejected("unreadable-list", "the workbook is damaged") from error


def _check_parts(source: Source) -> None:
    with open_bytes(source) as file, ZipFile(file) as archive:
        members = archive.infolist()
        if not has_one_directory(file):
            raise DocumentRejected(
                "unreadable-list", "the workbook does not end as a ZIP file does"
            )
        if len(members) > _MAX_MEMBERS or len({one.filename for one in members}) < len(members):
            raise DocumentRejected("unreadable-list", "the workbook's parts are in disorder")
        if _FOREIGN & {member.filename.lower().replace("\\", "/") for member in members}:
            raise DocumentRejected("unreadable-list", "it is a workbook of another kind as well")
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise DocumentRejected("too-large", f"unpacked more than {MAX_UNPACKED} bytes")
        cells, texts = 0, list[int]()
        for member in sorted(members, key=_comes_later):
            cells += find_area(_unpack(file, member), texts)
            if cells > MAX_CELLS:
                detail = f"its sheets span more than {MAX_CELLS} cells: use CSV"
                raise DocumentRejected("too-large", detail)


def _comes_later(member: ZipInfo) -> bool:
    """The shared texts are read before the sheets that use them."""
    return member.filename.lower() != _TEXTS


def _unpack(file: BinaryIO, member: ZipInfo) -> Iterator[bytes]:
    """A member's bytes, never more than it says that they are."""
    file.seek(member.header_offset)
    header = file.read(30)
    if len(header) < 30 or member.flag_bits & 1:
        raise DocumentRejected("unreadable-list", "the workbook is damaged or encrypted")
    file.seek(sum(struct.unpack("<HH", header[26:])), 1)
    if member.compress_type not in (_STORED, _DEFLATED):
        raise DocumentRejected("unreadable-list", "the workbook is packed in an unusual way")
    unpacker = zlib.decompressobj(-15) if member.compress_type == _DEFLATED else None
    packed, unpacked = member.compress_size, 0
    while packed > 0 and (chunk := file.read(min(packed, _CHUNK))):
        packed -= len(chunk)
        while chunk:
            data = unpacker.decompress(chunk, _CHUNK) if unpacker else chunk
            chunk = unpacker.unconsumed_tail if unpacker else b""
            unpacked += len(data)
            if unpacked > member.file_size:
                raise DocumentRejected("unreadable-list", "a part is larger than it says")
            yield data
