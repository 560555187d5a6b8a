"""The values of an import: a document as it came in, and the draft that a reader makes of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from app.domain.encoding import decode
from app.domain.provenance import Statement, UnknownLabel
from app.errors import DocumentRejected
from app.importer.pages.foreign import file_kind
from app.importer.pages.html.charset import declared_codec, is_page
from app.importer.pages.html.text import text_of
from app.importer.pages.plain import is_blank

MAX_SIZE = 5_000_000
"""Bytes; of a larger document only name, size and hash are kept."""

MAX_LINES = 100_000
"""Lines of a page's text; a longer one is no page of one project."""


@dataclass(frozen=True)
class Document:
    """A document as it came in. Lines are kept as printed: provenance quotes them verbatim."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def text(self) -> str:
        """The text as it came in; raises `DocumentRejected` where there is none."""
        if len(self.content) > MAX_SIZE:
            raise DocumentRejected("too-large", f"{len(self.content)} bytes, more than {MAX_SIZE}")
        kind = file_kind(self.content)
        if kind is not None:
            raise DocumentRejected("binary", f"not a text: {kind}")
        text = _decode(self.content)
        if "\0" in text:
            raise DocumentRejected("binary", "not a text: it holds NUL bytes")
        if is_blank(text):
            raise DocumentRejected("empty", "nothing but blanks")
        return text

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, of a web page those of the text that it shows.

        Raises `DocumentRejected` where there is no text, or too much of it for a page.
        """
        text = self.text
        lines = text_of(text) if is_page(text) else _split(text)
        if len(lines) > MAX_LINES:
            raise DocumentRejected("not-a-project", f"{len(lines)} lines, more than {MAX_LINES}")
        return lines


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document, or a row of a list, is not taken in: code of `REJECTIONS`, and sentence."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What one document, or one row of a list, states of a project, as its reader read it.

    `dated` is as of when it says that it speaks; `key` is the id that an export of ours gives.
    """

    layout: str
    reader_version: int
    period: str | None
    statements: Mapping[str, Statement]
    unknown_labels: tuple[UnknownLabel, ...] = field(default=())
    dated: date | None = None
    key: str | None = None


def _split(text: str) -> list[str]:
    """The lines of a text, however they end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def _decode(content: bytes) -> str:
    try:
        text, encoding = decode(content)
    except UnicodeDecodeError as error:
        codec = declared_codec(content)
        if codec is None:
            detail = f"not a text in UTF-8, UTF-16 or Windows-1252: byte {error.start}"
            raise DocumentRejected("binary", detail) from error
        return content.decode(codec, "replace")
    codec = declared_codec(content) if encoding == "cp1252" else None
    return content.decode(codec, "replace") if codec else text
