"""The ways in which pages write a label: on a line of its own (pairs.py), with its value behind a
colon or a tab, and glued to its value."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from app.domain.provenance import UnknownLabel
from app.importer.pages.block import MIN_LABELS, Block, Entry, closes, find_block
from app.importer.pages.labels import LABELS, Label
from app.importer.pages.pairs import PairStyle
from app.importer.pages.plain import part_behind
from app.importer.pages.sheet import Sheet
from app.importer.pages.words import key_of


class Split(NamedTuple):
    """A line parted into a known label and its value."""

    key: str
    label: str
    value: str


class LineStyle(ABC):
    """Label and value on one line."""

    @abstractmethod
    def split(self, line: str) -> Split | None:
        """The known label that a plain line begins with, and its value."""

    def blocks(self, sheet: Sheet, last: int) -> Iterator[Block]:
        lines = enumerate(sheet.plain[: last + 1])
        splits = {index: split for index, line in lines if line and (split := self.split(line))}
        if splits and any(split.value for split in splits.values()):
            yield from (self._scan(sheet, start, last, splits) for start in splits)

    def _scan(self, sheet: Sheet, start: int, last: int, splits: Mapping[int, Split]) -> Block:
        """The block from the line `start` on; `splits` are the labels up to the line `last`."""
        block = Block(self, start, start)
        for index in range(start, len(sheet.plain)):
            if closes(sheet, index):
                break
            split = splits.get(index) if index <= last else self.split(sheet.plain[index])
            raw = sheet.quote(index)
            if split is None:
                block.unknown.append(UnknownLabel(raw, raw, index + 1))
            else:
                label, value = part_behind(raw, split.label)
                block.add(Entry(split.key, label, split.value, _strip(value), index + 1))
            block.end = index + 1
        return block


def _strip(value: str) -> str:
    """A printed value without what divides it from its label."""
    return value.strip().removeprefix(":").strip()


class DividedStyle(LineStyle):
    """`Label: value`, or as a table's row is copied, with a tab between."""

    def split(self, line: str) -> Split | None:
        if ":" not in line and "\t" not in line:
            return None
        divider = _DIVIDER.search(line, 0, _REACH)
        if divider is None:
            return None
        label = line[: divider.start()].rstrip()
        key = key_of(label)
        return Split(key, label, line[divider.end() :].strip()) if key in LABELS else None


class GluedStyle(LineStyle):
    """Nothing between: `RegionStockholm`."""

    def split(self, line: str) -> Split | None:
        """Parted behind the longest label that fits."""
        pattern = _LABELS.get(line[:_TELLING].casefold())
        match = pattern.match(line) if pattern else None
        if match is None:
            return None
        printed = match[0]
        key, value = key_of(printed), line[len(printed) :]
        if key not in LABELS or _is_longer_word(LABELS[key], value):
            return None
        return Split(key, printed, value)


_REACH = 60
"""Signs in which the divider must stand."""
_DIVIDER = re.compile(r"\s*[:\t]\s*")
_TELLING = 3
"""Letters that tell most lines from a label."""


def _pattern(keys: Iterable[str]) -> re.Pattern[str]:
    """Any of the labels, a longer one before one that it begins with."""
    longest_first = sorted(keys, key=len, reverse=True)
    written = (re.escape(key).replace(r"\ ", " +") for key in longest_first)
    return re.compile("|".join(written), re.IGNORECASE)


_LABELS = {
    beginning: _pattern(key for key in LABELS if key.startswith(beginning))
    for beginning in {key[:_TELLING] for key in LABELS}
}
_ENDING = re.compile(r"(?:al|ala|alt|ar|arna|en|ens|er|erna|ernas|et|ets|n|ns|s|t|ts)(?![a-zåäö])")
"""How a Swedish word goes on: `Projektägarens`."""


def _is_longer_word(label: Label, value: str) -> bool:
    """Whether the line is a word that only begins like a label: `Regionkod`, `Region på`.

    Only owners and e-mail addresses begin with a small letter.
    """
    if value[:1] in ("", ":") or value[0].isspace():
        return bool(value)
    if not value[0].islower():
        return False
    if "contact_email" in label.fields:
        return "@" not in value or value.startswith("adress")
    return "owner" not in label.fields or bool(_ENDING.match(value))


COLON = PairStyle("all")
BARE = PairStyle("none")
MIXED = PairStyle("some")
DIVIDED = DividedStyle()
GLUED = GluedStyle()
STYLES = (COLON, BARE, MIXED, DIVIDED, GLUED)
"""Of two that find as much on a page, the first reads it."""


def find_label_block(sheet: Sheet) -> Block | None:
    """The label block of a page in whatever style it is written.

    A run of labels that state something is the block, unless another style reads more values from
    the same lines on, or from lines above: what stands below is running text.
    """
    best: Block | None = None
    last = len(sheet.plain)
    for style in STYLES:
        block = find_block(sheet, style, last)
        if block is not None and (best is None or block.stated > best.stated):
            best = block
            last = block.start if block.stated >= MIN_LABELS else last
    return best
