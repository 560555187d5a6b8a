"""Laws of the stored documents: each is what came in, unless contacts were taken out of it."""

import hashlib
import zlib
from collections.abc import Iterator

from app.database import Reader
from app.store.integrity.pages import read_table

_COLUMNS = ("sha256", "name", "size", "content", "redacted_at", "project_id")


def find_changed_documents(reader: Reader) -> Iterator[str]:
    """Documents that cannot be unpacked, or are not what their SHA-256 says."""
    for sha256, name, size, content, redacted_at, _ in read_table(reader, "document", _COLUMNS):
        if content is not None:
            fault = _fault(sha256, size, content, is_redacted=redacted_at is not None)
            if fault:
                yield f"{sha256} ({name}): {fault}"


def _fault(sha256: str, size: int, content: bytes, *, is_redacted: bool) -> str:
    try:
        unpacked = zlib.decompress(content)
    except zlib.error as error:
        return f"cannot be unpacked: {error}"
    if is_redacted:
        return ""
    if hashlib.sha256(unpacked).hexdigest() != sha256:
        return "is another document"
    return "" if len(unpacked) == size else f"has {len(unpacked)} bytes, not {size}"


def find_stray_documents(reader: Reader) -> Iterator[str]:
    """Documents of records that never were."""
    rows = reader.rows(
        "SELECT d.sha256, d.project_id FROM document AS d WHERE d.project_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM project_version WHERE project_id = d.project_id)"
    )
    for sha256, key in rows:
        yield f"{sha256}: no record ever was {key}"
