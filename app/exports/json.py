"""JSON: one array of records, or newline-delimited, a record a line."""

from collections.abc import Iterator

from app.exports.extract import Extract
from app.query.files import RowForm


def write_ndjson(extract: Extract) -> Iterator[bytes]:
    """One object a line; every line ends."""
    for rows in extract.encoded(RowForm.JSON):
        rows.append(b"")
        yield b"\n".join(rows)


def write_json(extract: Extract) -> Iterator[bytes]:
    """One array, an object a line."""
    before = b"[\n"
    for rows in extract.encoded(RowForm.JSON):
        yield before + b",\n".join(rows)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"
