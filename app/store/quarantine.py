"""What is told of stored documents: of those that were refused, of refused rows, of any by its
SHA-256."""

import codecs
import json
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from app.database import Reader, Row
from app.domain.encoding import decode_any
from app.store.reads import iso_time

_COLUMNS = (
    "d.sha256", "d.name", "d.url", "d.dated", "d.size", "d.layout", "d.reader_version",
    "d.project_id", "d.imported_at", "d.redacted_at", "d.content IS NOT NULL", "q.code", "q.detail",
    "coalesce(q.at, d.imported_at)",
    "(SELECT count(*) FROM refused_row AS r WHERE r.sha256 = d.sha256)",
)  # fmt: skip
_FROM = "FROM document AS d LEFT JOIN quarantine AS q ON q.sha256 = d.sha256"
_SELECT = f"SELECT {', '.join(_COLUMNS)} {_FROM}"
_REFUSED = (
    "d.sha256 IN (SELECT sha256 FROM quarantine WHERE code = coalesce(:code, code)"
    " UNION SELECT sha256 FROM refused_row WHERE code = coalesce(:code, code))"
)

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class DocumentState(NamedTuple):
    """A stored document; times are ISO, in UTC. `code` and `detail` tell why it is in quarantine,
    `rows` how many of its rows were refused."""

    sha256: str
    name: str
    url: str | None
    dated: str | None
    size: int
    layout: str | None
    reader_version: int | None
    project_id: str | None
    imported_at: str
    redacted_at: str | None
    is_kept: bool
    code: str | None
    detail: str | None
    at: str
    rows: int


class RefusedRowState(NamedTuple):
    """A refused row of a list: its number, why, and its cells by heading."""

    row: int
    code: str
    detail: str
    cells: Mapping[str, str]


def find_document_state(reader: Reader, sha256: str) -> DocumentState | None:
    """The document of this hash."""
    rows = reader.rows(f"{_SELECT} WHERE d.sha256 = ?", (sha256,))
    return _state(rows[0]) if rows else None


def list_refused(reader: Reader, code: str | None, limit: int, offset: int) -> list[DocumentState]:
    """A page of the documents that were refused, or rows of them, the newest first; with a code
    those that were refused for it."""
    order = "ORDER BY coalesce(q.at, d.imported_at) DESC, d.sha256 LIMIT ? OFFSET ?"
    sql = f"{_SELECT} WHERE {_REFUSED} {order}".replace(":code", "?")
    return [_state(row) for row in reader.rows(sql, (code, code, limit, offset))]


def count_refused(reader: Reader, code: str | None) -> int:
    """How many documents were refused, or rows of them."""
    sql = f"SELECT count(*) {_FROM} WHERE {_REFUSED}".replace(":code", "?")
    count: int = reader.rows(sql, (code, code))[0][0]
    return count


def refused_rows(reader: Reader, sha256: str, limit: int, offset: int) -> list[RefusedRowState]:
    """A page of the refused rows of a list, in the order of the list."""
    sql = (
        "SELECT row, code, detail, cells FROM refused_row WHERE sha256 = ?"
        " ORDER BY row LIMIT ? OFFSET ?"
    )
    return [
        RefusedRowState(row, code, detail, json.loads(cells))
        for row, code, detail, cells in reader.rows(sql, (sha256, limit, offset))
    ]


def kept_content(reader: Reader, sha256: str) -> tuple[bytes | None, str | None]:
    """What is kept of a document, packed, None where it was too large; and the mapping of a
    list."""
    rows = reader.rows("SELECT content, mapping FROM document WHERE sha256 = ?", (sha256,))
    content, mapping = rows[0] if rows else (None, None)
    return content, mapping


def beginning_of(packed: bytes, characters: int) -> str:
    """How a document begins, without unpacking the rest of it."""
    begin = zlib.decompressobj().decompress(packed, 4 * characters)
    encoding = "utf-16" if begin.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(begin)
    except UnicodeDecodeError:
        text = decode_any(begin)[0]
    return text[:characters]


def _state(row: Row) -> DocumentState:
    state = DocumentState(*row)
    return state._replace(
        imported_at=iso_time(state.imported_at),
        redacted_at=state.redacted_at and iso_time(state.redacted_at),
        is_kept=bool(state.is_kept),
        at=iso_time(state.at),
    )
