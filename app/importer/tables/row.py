"""What a list is made of: records as its format gives them, and the rows that are read of them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.importer.document import Draft, Refusal

MAX_ROW = 1_000_000
"""Characters of one row; a longer one is refused."""
MAX_COLUMNS = 1_000
_SHOWN = 10_000
"""Characters of a row in disorder that stand beside its refusal; the list itself is stored."""
_NO_TEXT = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """A row before anything is read of it: its number in the file, headings and cells alike in
    number, or else why it has none."""

    number: int
    headings: tuple[str, ...]
    cells: Sequence[str]
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a list: either a draft or a refusal, and the text of its cells by heading.

    `number` counts the rows of the file from 1, the heading too; in a workbook it is the number
    that the sheet shows, of JSON lines that of the line.
    """

    number: int
    draft: Draft | None
    refusal: Refusal | None
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A list that was recognised; its rows are read from the file each time they are asked for."""

    layout: str
    reader_version: int
    rows: Callable[[], Iterator[TableRow]]


def in_disorder(number: int, text: str, detail: str) -> Record:
    """A row that does not come apart into cells: its text is its only one."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return Record(number, ("",), (shown,), Refusal("bad-row", detail))


def storable(text: str) -> str:
    """A heading or cell with a sign in place of each byte in it that is no text."""
    return text if text.isascii() else _NO_TEXT.sub("\ufffd", text)
