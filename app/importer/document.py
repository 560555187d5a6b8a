"""The values of an import: a document as it came in, and the draft that a reader makes of it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.encoding import decode
from app.domain.provenance import Statement, UnknownLabel
from app.errors import DocumentRejected

MAX_SIZE = 5_000_000
"""Bytes; of a larger document only name, size and hash are kept."""

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Document:
    """A document as it came in. Lines are kept as printed: provenance quotes them verbatim."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text; raises `DocumentRejected` where there is no text."""
        if len(self.content) > MAX_SIZE:
            raise DocumentRejected("too-large", f"{len(self.content)} bytes, more than {MAX_SIZE}")
        text = _decode(self.content)
        if "\0" in text:
            raise DocumentRejected("binary", "not a text: it holds NUL bytes")
        if not text.strip():
            raise DocumentRejected("empty", "nothing but blanks")
        return _LINE_END.split(text)


@dataclass(frozen=True, slots=True)
class Draft:
    """What one document states of a project, as one layout's reader read it."""

    layout: str
    reader_version: int
    period: str | None
    statements: Mapping[str, Statement]
    unknown_labels: tuple[UnknownLabel, ...] = field(default=())


def _decode(content: bytes) -> str:
    try:
        return decode(content)[0]
    except UnicodeDecodeError as error:
        detail = f"not a text in UTF-8, UTF-16 or Windows-1252: byte {error.start}"
        raise DocumentRejected("binary", detail) from error
