"""The label block of a page: where it stands, its labels with their values, and what surrounds it.

A style knows how one family of layouts writes a label; the search below is the same for all. It
knows nothing of fields.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from app.domain.provenance import UnknownLabel
from app.importer.pages.sheet import Sheet
from app.importer.pages.words import BANNERS, CLOSERS, IN_ENGLISH, SUMMARY_TITLE

MIN_LABELS = 3
"""Known labels in a row that make a block."""


class Entry(NamedTuple):
    """A label with its value: `key` and `text` as they read, `label` and `raw` as printed; `line`
    (1-based) is where the value stands."""

    key: str
    label: str
    text: str
    raw: str
    line: int


class Style(Protocol):
    """How a family of layouts writes a label and its value."""

    def blocks(self, sheet: Sheet, last: int) -> Iterator["Block"]:
        """The blocks that begin with each known label on or above the line `last`, in order,
        however short."""


@dataclass(slots=True)
class Block:
    """A label block found on a page: lines `start` up to `end` (0-based, `end` excluded)."""

    style: Style
    start: int
    end: int
    entries: list[Entry] = field(default_factory=list)
    unknown: list[UnknownLabel] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    stated: int = 0
    """How many labels have a value: of several ways to read a page, most is right."""

    def add(self, entry: Entry) -> None:
        """A further label, and the line of its value in the block."""
        self.entries.append(entry)
        self.labels.add(entry.key)
        self.stated += bool(entry.text)

    def add_stated(self, keys: Iterable[str], entries: Sequence[Entry]) -> None:
        """Further labels with these keys, each of which has a value."""
        self.entries += entries
        self.labels.update(keys)
        self.stated += len(entries)


def find_block(sheet: Sheet, style: Style, last: int) -> Block | None:
    """The first run of at least three known labels that begins on or above the line `last`.

    No line with a known label is ever read as a value, so a run too short is walked at most twice.
    """
    for block in style.blocks(sheet, last):
        if len(block.entries) >= MIN_LABELS:
            return block
    return None


def find_heading(sheet: Sheet, block: Block) -> Entry | None:
    """The last line with text before the block, unless it is one of the site's banners."""
    for index in range(block.start - 1, -1, -1):
        text = sheet.plain[index]
        if text:
            raw = sheet.quote(index)
            is_banner = sheet.keys[index] in BANNERS
            return None if is_banner else Entry("", "heading", text, raw, index + 1)
    return None


def closes(sheet: Sheet, index: int) -> bool:
    """Whether a line ends the block by what it says."""
    return not sheet.plain[index] or sheet.keys[index] in CLOSERS


def running_text(sheet: Sheet, block: Block) -> Sequence[int]:
    """The lines of the text after the block (0-based); banners and its title left out."""
    rows = range(block.end, len(sheet.plain))
    keys = sheet.keys
    if not any(keys[block.end :]):  # of most pages
        return rows
    text = [row for row in rows if keys[row] != IN_ENGLISH and keys[row] not in BANNERS]
    first = next((row for row in text if sheet.plain[row]), None)
    if first is not None and keys[first] == SUMMARY_TITLE:
        text.remove(first)
    return text
