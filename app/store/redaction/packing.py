"""What is packed, as workbooks are: unpacked, each part scrubbed, and packed again.

Nothing but the parts themselves is packed again: no remarks, and nothing between them.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MAX_UNPACKED = 200_000_000
"""Bytes of all parts; what holds more is not looked through, and not kept."""
MAX_PARTS = 2_000
_MOST_DEEP = 3
_CHUNK = 1 << 20
_BEGIN = b"PK"
_DAMAGED = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    struct.error,
    ValueError,
    zlib.error,
)
"""What reading an archive raises that is damaged, or encrypted."""


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """What is left of a document: empty where nothing of it can be kept.

    `sealed` tells that it, or a part of it, is no text: what stands in there cannot be told.
    """

    content: bytes
    sealed: bool = False


class _Sealed(Exception):
    """It cannot be unpacked."""


class _TooMuch(Exception):
    """It is larger than what can be looked through."""


def is_packed(content: bytes) -> bool:
    """Whether a document is packed, by how it begins."""
    return content.startswith(_BEGIN)


class Packing:
    """One packed document while it is scrubbed; what is packed within it counts with it.

    `is_sought` tells of the name of a part whether it holds what is to go.
    """

    def __init__(
        self, scrub: Callable[[bytes], Scrubbed], is_sought: Callable[[str], bool]
    ) -> None:
        self._scrub = scrub
        self._is_sought = is_sought
        self._left = MAX_UNPACKED

    def scrub(self, content: bytes) -> Scrubbed:
        """The same packed anew, each part scrubbed; the same bytes where there is nothing to take
        out.

        Nothing is kept where something was found and not all can be looked through or rewritten,
        nor of what is too large to be looked through.
        """
        try:
            return self._scrub_deep(content, 1)
        except _TooMuch:
            return Scrubbed(b"")

    def _scrub_deep(self, content: bytes, deep: int) -> Scrubbed:
        try:
            parts = list(self._unpack(content))
        except _Sealed:
            return Scrubbed(content, sealed=True)
        done = [(name, part, self._scrub_part(part, deep)) for name, part in parts]
        sealed = any(one.sealed for _, _, one in done)
        clean = [(name, one.content) for name, _, one in done]
        is_named = any(self._is_sought(name) for name, _ in parts)
        if clean == parts and not is_named:
            return Scrubbed(content, sealed)
        are_clean = all(one.content == part or self._is_clean(one) for _, part, one in done)
        if sealed or is_named or not are_clean or len(dict(parts)) < len(parts):
            return Scrubbed(b"")
        return Scrubbed(_pack(clean))

    def _scrub_part(self, part: bytes, deep: int) -> Scrubbed:
        if not is_packed(part):
            return self._scrub(part)
        return (
            self._scrub_deep(part, deep + 1) if deep < _MOST_DEEP else Scrubbed(part, sealed=True)
        )

    def _is_clean(self, rewritten: Scrubbed) -> bool:
        content = rewritten.content
        return bool(content) and (is_packed(content) or self._scrub(content).content == content)

    def _unpack(self, content: bytes) -> Iterator[tuple[str, bytes]]:
        """Every part with its name, of two with one name too."""
        try:
            with ZipFile(BytesIO(content)) as archive:
                members = archive.infolist()
                if len(members) > MAX_PARTS:
                    raise _TooMuch
                for member in members:
                    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                        raise _Sealed
                    yield member.filename, self._read(archive, member)
        except _DAMAGED as error:
            raise _Sealed from error

    def _read(self, archive: ZipFile, member: ZipInfo) -> bytes:
        """A part; what the archive says of its size is not believed."""
        read = bytearray()
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                read += chunk
                self._left -= len(chunk)
                if self._left < 0:
                    raise _TooMuch
        return bytes(read)


def _pack(parts: list[tuple[str, bytes]]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, part in parts:
            archive.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return buffer.getvalue()
