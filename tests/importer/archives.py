"""Archives for tests: honest ones, and such as are made to do harm."""

import io
import struct
import zipfile
from collections.abc import Mapping


def make_archive(members: Mapping[str, bytes | str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def make_twins(name: str, *contents: str) -> bytes:
    """An archive of several members of one name."""
    names = [f"{place:0{len(name)}d}" for place in range(len(contents))]
    archive = make_archive(dict(zip(names, contents, strict=True)), zipfile.ZIP_STORED)
    for one in names:
        archive = archive.replace(one.encode(), name.encode())
    return archive


def make_link(name: str, target: str) -> bytes:
    """An archive with a symbolic link."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o120777 << 16
        file.writestr(info, target)
    return buffer.getvalue()


def rewrite(archive: bytes, offset: int, form: str, value: int) -> bytes:
    """The archive with a number in each entry of its directory changed: `offset` bytes behind the
    entry's beginning, in the form of `struct`."""
    changed, place = bytearray(archive), archive.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into(form, changed, place + offset, value)
        place = archive.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


FLAGS, METHOD, PACKED_SIZE, SIZE = (8, "<H"), (10, "<H"), (20, "<I"), (24, "<I")
"""Numbers of an entry, for `rewrite`."""
