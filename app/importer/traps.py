"""Archives that are made to do harm, told by their directory alone: nothing is unpacked for it."""

import re
import stat
import zipfile
from typing import IO

from app.importer.document import Refusal

MAX_MEMBERS = 99_999
"""Folders among them."""
MAX_UNPACKED = 2_000_000_000
"""Bytes of all members together."""
MAX_RATIO = 200
"""How many times larger than packed a member may be: text comes to 20, a trap to 1,000."""

_ALWAYS_SMALL = 1_000_000
"""Bytes that do no harm, however well they are packed."""
_MAX_NAME = 1_000
_PIECE = 1_000_000
_ENTRY = b"PK\x01\x02"
"""How each entry of an archive's directory begins."""
_DRIVE = re.compile(r"[A-Za-z]:")
_OFFICE = "[Content_Types].xml"
_WORKBOOK = "xl/workbook.xml"
_FOREIGN = frozenset({_OFFICE, "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml"})
"""Members that make an archive a document or a program of another kind: DOCX, ODT, JAR, APK."""


def find_crowd(source: IO[bytes]) -> Refusal | None:
    """Refuses an archive with too many members before its directory is read: each entry of that
    takes a hundred times its size in memory."""
    entries, kept = 0, b""
    source.seek(0)
    while piece := source.read(_PIECE):
        entries += (kept + piece).count(_ENTRY)
        kept = piece[1 - len(_ENTRY) :]
        if entries > MAX_MEMBERS:
            return Refusal("archive-too-many", f"the archive has more than {MAX_MEMBERS} members")
    source.seek(0)
    return None


def is_workbook(file: zipfile.ZipFile) -> bool:
    """Whether the archive is an XLSX workbook."""
    return {_OFFICE, _WORKBOOK} <= set(file.namelist())


def find_trap(file: zipfile.ZipFile, size: int) -> Refusal | None:
    """Why an archive of so many bytes is refused as a whole; None where nothing speaks against
    it."""
    members = file.infolist()
    if any(map(_leaves, members)):
        detail = "a member has an absolute path, one with .. or \\, or is a link"
        return Refusal("archive-unsafe-path", detail)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        detail = f"it would unpack to {unpacked} bytes, more than {MAX_UNPACKED}"
        return Refusal("archive-bomb", detail)
    if unpacked > max(_ALWAYS_SMALL, size * MAX_RATIO) or any(map(_swells, members)):
        detail = f"it would unpack to more than {MAX_RATIO} times its size"
        return Refusal("archive-bomb", detail)
    if sum(member.compress_size for member in members) > size:
        return Refusal("archive-bomb", "its members overlap")
    if _FOREIGN & set(file.namelist()) and not is_workbook(file):
        return Refusal("unsupported-format", "a document of another program, packed as an archive")
    return None


def _leaves(member: zipfile.ZipInfo) -> bool:
    """Whether a member's name would lead out of the folder that the archive is unpacked to."""
    name = member.orig_filename
    return (
        name.startswith("/")
        or "\\" in name
        or "\0" in name
        or ".." in name.split("/")
        or len(name) > _MAX_NAME
        or _DRIVE.match(name) is not None
        or _is_special(member.external_attr >> 16)
    )


def _is_special(mode: int) -> bool:
    """Whether the file mode is that of a link, a pipe or a device."""
    kind = stat.S_IFMT(mode)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _swells(member: zipfile.ZipInfo) -> bool:
    return member.file_size > max(_ALWAYS_SMALL, member.compress_size * MAX_RATIO)
