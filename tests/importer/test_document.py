"""From bytes to lines: encodings, line ends, and what is no text at all."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import DocumentRejected
from app.importer.document import MAX_SIZE, Document
from app.importer.pages.reading import read_document
from tests.importer.pages import SAMPLES

ENCODINGS = {
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-be": "utf-16-be",
    "cp1252": "cp1252",
}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"], ids=["crlf", "cr", "lf"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_a_page_reads_the_same_in_every_encoding_and_with_every_line_end(
    path: object, end: str, encoding: str
) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    other = Document("annan", mark + text.replace("\n", end).encode(encoding))
    expected = read_document(Document("sida", text.encode()))
    assert read_document(other) == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"text\0text", "binary"),
        (b"\x81\x8d", "binary"),
        (b"\xff\xfeabc", "binary"),
        (codecs.BOM_UTF8 + b"\xe5", "binary"),
        (b"a" * (MAX_SIZE + 1), "too-large"),
        (b"a" * MAX_SIZE, "not-a-project"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(DocumentRejected) as caught:
        read_document(Document("namn", content))
    assert caught.value.reason == code


def test_an_old_workbook_is_refused_with_what_helps() -> None:
    with pytest.raises(DocumentRejected, match=r"save it as \.xlsx or CSV"):
        read_document(Document("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)))


@given(st.binary(max_size=60))
def test_any_bytes_are_lines_or_refused(content: bytes) -> None:
    try:
        lines = Document("namn", content).lines
    except DocumentRejected:
        return
    assert not any("\n" in line or "\r" in line for line in lines)
    assert any(line.strip() for line in lines)


def test_lines_are_kept_as_printed() -> None:
    assert Document("namn", " a\u2028b \r\n\tc".encode()).lines == [" a\u2028b ", "\tc"]


def test_a_document_is_known_by_its_bytes() -> None:
    assert Document("a", b"x").sha256 == Document("b", b"x").sha256 != Document("a", b"y").sha256
