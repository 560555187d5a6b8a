"""JSON: one array of records, or newline-delimited, a record a line."""

from collections.abc import Iterable, Iterator, Sequence

from app.exports.extract import Extract
from app.query.files import RowForm


def write_ndjson(extract: Extract) -> Iterator[bytes]:
    """One object a line; every line ends."""
    for rows in extract.encoded(RowForm.JSON):
        rows.append(b"")
        yield b"\n".join(rows)


def write_json(extract: Extract) -> Iterator[bytes]:
    """One array, an object a line."""
    return enclose(b"[", extract.encoded(RowForm.JSON), b"]")


def enclose(opening: bytes, blocks: Iterable[Sequence[bytes]], closing: bytes) -> Iterator[bytes]:
    """The members of one array, each on a line of its own, between its two ends."""
    before = opening + b"\n"
    for members in blocks:
        yield before + b",\n".join(members)
        before = b",\n"
    yield b"%b%b\n" % (b"\n" if before == b",\n" else opening, closing)
