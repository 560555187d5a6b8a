"""ZIP archives as documents: each member in turn, through memory, never onto the disk.

What is wrong with one member refuses that member; what makes an archive a trap refuses all of it,
before anything is unpacked (traps.py).
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import IO

from app.importer.document import Refusal
from app.importer.files import read_begin
from app.importer.incoming import Incoming
from app.importer.traps import find_crowd, find_trap, is_workbook

MAX_MEMBER = 200_000_000
"""Bytes of one member, which is held in memory."""

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How a member may be packed. The other ways cannot be unpacked a bounded piece at a time."""
_IS_ENCRYPTED = 0x1
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What reading a damaged archive raises."""


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive that is open, and those of its members that are documents."""

    file: zipfile.ZipFile
    members: Sequence[zipfile.ZipInfo]


def expand(incoming: Incoming) -> Iterator[Incoming]:
    """The document itself, or every document of an archive, named `archive.zip/inner/name.html`.

    What cannot be read of an archive, or all of it, comes with its refusal. The first member that
    cannot be unpacked comes with the bytes of the archive, to be kept in its place.
    """
    with _opened(incoming) as opened:
        if isinstance(opened, Incoming):
            yield opened
            return
        seen: set[str] = set()
        is_kept = False
        for member in opened.members:
            name = f"{incoming.name}/{_printable(member.filename)}"
            found = replace(incoming, name=name, path=None, content=None, sha256="")
            if member.filename in seen:
                found = _refuse(found, "archive-duplicate", "a member of this name came before")
            else:
                found = _read(opened.file, member, found)
            if found.content is None and not is_kept:
                found = replace(incoming, name=name, refusal=found.refusal)
                is_kept = True
            yield found
            seen.add(member.filename)


def count_documents(incoming: Incoming) -> int:
    """How many documents `expand` gives."""
    with _opened(incoming) as opened:
        return 1 if isinstance(opened, Incoming) else len(opened.members)


@contextmanager
def _opened(incoming: Incoming) -> Iterator[_Archive | Incoming]:
    """The archive; the document as it is, where it is none; or it with the refusal of all of it."""
    if not _begins_like_an_archive(incoming):
        yield incoming
        return
    with ExitStack() as stack:
        try:
            source = stack.enter_context(_source(incoming))
        except OSError:  # as its reader tells
            yield incoming
            return
        opened = _open(source, stack)
        yield opened if isinstance(opened, _Archive) else replace(incoming, refusal=opened)


def _begins_like_an_archive(incoming: Incoming) -> bool:
    """By its first bytes; what is refused already, or cannot be opened, is looked at no closer."""
    if incoming.refusal is not None:
        return False
    if incoming.content is not None:
        return incoming.content.startswith(_MAGIC)
    try:
        return incoming.path is not None and read_begin(incoming.path, 4).startswith(_MAGIC)
    except OSError:
        return False


def _source(incoming: Incoming) -> IO[bytes]:
    """The bytes of an archive."""
    if incoming.path is not None and incoming.content is None:
        return incoming.path.open("rb")
    return io.BytesIO(incoming.content or b"")


def _open(source: IO[bytes], stack: ExitStack) -> _Archive | Refusal | None:
    """The archive, or why it is refused; None where it is an XLSX workbook, a document itself."""
    try:
        crowd = find_crowd(source)
        if crowd is not None:
            return crowd
        file = stack.enter_context(zipfile.ZipFile(source))
        trap = find_trap(file, source.seek(0, io.SEEK_END))
    except _DAMAGE as error:
        return Refusal("archive-broken", f"the archive cannot be read: {_told(error)}")
    if trap is not None or is_workbook(file):
        return trap
    members = [member for member in file.infolist() if not _is_passed_over(member.filename)]
    return _Archive(file, members) if members else Refusal("empty", "an archive without documents")


def _read(file: zipfile.ZipFile, member: zipfile.ZipInfo, found: Incoming) -> Incoming:
    """A member with its bytes, or with why it is refused."""
    if member.flag_bits & _IS_ENCRYPTED:
        return _refuse(found, "archive-encrypted", "the member is encrypted")
    if member.compress_type not in _READ:
        return _refuse(found, "unsupported-format", "the member is packed in a way not read here")
    if member.file_size > MAX_MEMBER:
        return _refuse(found, "too-large", f"{member.file_size} bytes, more than {MAX_MEMBER}")
    try:
        content = _unpack(file, member)
    except _DAMAGE as error:
        return _refuse(found, "archive-broken", f"the member cannot be read: {_told(error)}")
    return replace(found, content=content, refusal=_refusal_within(content))


def _unpack(file: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member: never more than its directory says, whatever is packed."""
    with file.open(member) as packed:
        content = packed.read(member.file_size + 1)
    if len(content) != member.file_size:
        detail = f"{len(content)} bytes, not {member.file_size} as the archive says"
        raise zipfile.BadZipFile(detail)
    return content


def _refusal_within(content: bytes) -> Refusal | None:
    """Why a member that is an archive itself is refused; a workbook is not."""
    with _opened(Incoming("", content=content)) as opened:
        if isinstance(opened, Incoming):
            return opened.refusal
    return Refusal("archive-nested", "an archive in an archive is not opened")


def _is_passed_over(name: str) -> bool:
    """Whether a member is a folder, hidden, or what macOS adds beside each file."""
    return name.endswith("/") or any(
        part.startswith(".") or part == "__MACOSX" for part in name.split("/")
    )


def _refuse(found: Incoming, code: str, detail: str) -> Incoming:
    return replace(found, refusal=Refusal(code, detail))


def _told(error: Exception) -> str:
    """What the library says, without the names of members, which stand beside it already."""
    return _printable(str(error).partition("'")[0].strip() or type(error).__name__)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in text)
