"""The label block of a page: where it stands, its labels with their values, and what surrounds it.

A style knows how one family of layouts writes a label; the walk below is the same for all. It
knows nothing of fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.collation import fold
from app.domain.provenance import UnknownLabel

MIN_LABELS = 3
"""Known labels in a row that make a block."""

BANNERS = frozenset(
    map(
        fold,
        (
            "Cookies",
            "Logotyp på utskrifter",
            "Lär dig mer",
            "Mer information och anmälan.",
            "Stäng",
            "Information med anledning av covid-19",
            "Uppdaterad information med anledning av covid-19",
        ),
    )
)
"""Lines of the site around any page: never a heading, never part of the summary."""

_CLOSERS = frozenset({"in english", "sammanfattning"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with its value as printed; `line` (1-based) is where the value stands."""

    label: str
    value: str
    line: int


@dataclass(slots=True)
class Block:
    """A label block found on a page: lines `start` up to `end` (0-based, `end` excluded)."""

    start: int
    end: int
    entries: list[Entry] = field(default_factory=list)
    unknown: list[UnknownLabel] = field(default_factory=list)

    @property
    def labels(self) -> frozenset[str]:
        return frozenset(fold(entry.label) for entry in self.entries)

    @property
    def stated(self) -> int:
        """How many labels have a value: of several ways to read a page, most is right."""
        return sum(1 for entry in self.entries if entry.value)


class Style(Protocol):
    """How a family of layouts writes a label and its value."""

    def known(self, line: str) -> str | None:
        """The known label that the line bears, as printed."""

    def scan(self, lines: Sequence[str], start: int) -> Block:
        """The block whose first known label stands at `start`, however short."""


def find_block(lines: Sequence[str], style: Style) -> Block | None:
    """The first run of at least three known labels.

    No line with a known label is ever read as a value, so a run too short is walked at most twice.
    """
    for start, line in enumerate(lines):
        if style.known(line) is not None:
            block = style.scan(lines, start)
            if len(block.entries) >= MIN_LABELS:
                return block
    return None


def find_heading(lines: Sequence[str], block: Block) -> Entry | None:
    """The last line with text before the block, unless it is one of the site's banners."""
    for index in range(block.start - 1, -1, -1):
        text = lines[index].strip()
        if text:
            return None if fold(text) in BANNERS else Entry("heading", text, index + 1)
    return None


def closes(line: str) -> bool:
    """Whether a line ends the block by what it says."""
    return not line.strip() or fold(line) in _CLOSERS


def running_text(lines: Sequence[str], block: Block) -> list[tuple[int, str]]:
    """Numbered lines of the text after the block, stripped; banners and its title left out."""
    text = [
        (number, line.strip())
        for number, line in enumerate(lines[block.end :], start=block.end + 1)
        if fold(line) not in BANNERS and fold(line) != "in english"
    ]
    first = next((index for index, (_, line) in enumerate(text) if line), len(text))
    if first < len(text) and fold(text[first][1]) == "sammanfattning":
        del text[first]
    return text
