"""Labels on a line of their own, each value on the next: with a colon, bare, or some of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Literal

from app.domain.provenance import UnknownLabel
from app.importer.pages.block import Block, Entry, closes
from app.importer.pages.sheet import Sheet
from app.importer.pages.words import BANNERS

_MOST_ABOVE = 40
"""Lines of unknown labels above the first known one; more is no block of labels."""


@dataclass(frozen=True, slots=True)
class PairStyle:
    """A label's line and its value's line; `colon` tells on which labels a colon ends the line."""

    colon: Literal["all", "none", "some"]

    def blocks(self, sheet: Sheet, last: int) -> Iterator[Block]:
        if self.colon == "some" and not (sheet.colons and sheet.bare):
            return
        others = {"all": sheet.bare, "none": sheet.colons, "some": ()}[self.colon]
        for label in sheet.labels:
            if label > last:
                return
            if label not in others:
                yield _walk(self, sheet, self._first_unknown(sheet, label))

    def is_known(self, sheet: Sheet, index: int) -> bool:
        """Whether a line is a known label as this style writes it."""
        if index in sheet.colons:
            return self.colon != "none"
        return self.colon != "all" and index in sheet.bare

    def is_shaped(self, sheet: Sheet, index: int) -> bool:
        """Whether a line looks like a label of this style, known or not."""
        line = sheet.plain[index]
        return bool(line) if self.colon == "none" else line.endswith(":")

    def _first_unknown(self, sheet: Sheet, start: int) -> int:
        """Where the unknown labels right above the first known one begin."""
        if self.colon == "none":
            return start - _unknown_pairs_above(sheet, start)
        first = start
        while first > 0 and start - first < _MOST_ABOVE and not _ends_above(sheet, first - 1):
            if self._is_unknown(sheet, first - 1):
                first -= 1
            elif first > 1 and self._is_unknown(sheet, first - 2):
                first -= 2
            else:
                break
        return first

    def _is_unknown(self, sheet: Sheet, index: int) -> bool:
        return self.is_shaped(sheet, index) and not self.is_known(sheet, index)


def _walk(style: PairStyle, sheet: Sheet, start: int) -> Block:
    """Pairs of label line and value line.

    After an empty value, and after a line that is neither label nor value, the block goes on only
    when a known label that is new to it follows: it may be running text that looks like labels.
    """
    block, index, after_blank = Block(style, start, start), start, False
    while index < len(sheet.plain):
        if not after_blank:
            index = block.end = _take_ordinary(style, sheet, block, index)
            if index >= len(sheet.plain):
                break
        known = style.is_known(sheet, index)
        expected = known or style.is_shaped(sheet, index)
        if after_blank or not expected or (not known and closes(sheet, index)):
            if not _goes_on(style, sheet, index, block, after_blank=after_blank):
                break
            if not sheet.plain[index]:
                index += 1
                continue
        if not expected:
            raw = sheet.quote(index)
            block.unknown.append(UnknownLabel(raw, raw, index + 1))
            index, after_blank = index + 1, False
            continue
        has_value = _is_value(style, sheet, index + 1)
        blank = index + 1 >= len(sheet.plain) or not sheet.plain[index + 1]
        _add(block, sheet, index, known=known, has_value=has_value)
        after_blank = blank
        index += 2 if has_value or blank else 1
        block.end = min(index, len(sheet.plain))
    return block


def _take_ordinary(style: PairStyle, sheet: Sheet, block: Block, index: int) -> int:
    """Takes known labels with values that can be nothing else, most of any block; where it ends."""
    plain, keys, printed = sheet.plain, sheet.keys, sheet.printed
    known = sheet.colons if style.colon == "all" else sheet.bare
    end, last = index, len(plain) - 1
    while end < last and end in known and not keys[end + 1]:
        value = plain[end + 1]
        if not value or value[-1] == ":":
            break
        end += 2
    if end == index:
        return end
    names = [label.strip().removesuffix(":").rstrip() for label in printed[index:end:2]]
    texts, raws = plain[index + 1 : end : 2], map(str.strip, printed[index + 1 : end : 2])
    pairs = zip(keys[index:end:2], names, texts, raws, range(index + 2, end + 2, 2), strict=True)
    entries = list(map(tuple.__new__, repeat(Entry), pairs))  # `_make` takes twice as long
    block.add_stated(keys[index:end:2], entries)
    return end


def _goes_on(
    style: PairStyle, sheet: Sheet, index: int, block: Block, *, after_blank: bool
) -> bool:
    """Whether a known label that is new to the block stands here, or right behind what does.

    Behind an empty value that may be a further blank line or an unknown label with its value;
    elsewhere one odd line, such as a value's second.
    """
    line = sheet.plain[index]
    if (line and closes(sheet, index)) or not (line or after_blank):
        return False
    reach = 3 if after_blank and line else 2
    for following in range(index, index + reach):
        if style.is_known(sheet, following):
            return sheet.keys[following] not in block.labels
    return False


def _add(block: Block, sheet: Sheet, index: int, *, known: bool, has_value: bool) -> None:
    """The label at `index`, with the value of the next line where it has one."""
    label = sheet.quote(index)
    raw = sheet.quote(index + 1) if has_value else ""
    if known:
        text = sheet.plain[index + 1] if has_value else ""
        printed = label.removesuffix(":").rstrip()
        block.add(Entry(sheet.keys[index], printed, text, raw, index + 2))
    else:
        block.unknown.append(UnknownLabel(label, raw, index + 2 if raw else index + 1))


def _is_value(style: PairStyle, sheet: Sheet, index: int) -> bool:
    """Whether the line after a label is its value: not blank, no closing line, no other label."""
    if index >= len(sheet.plain) or not sheet.plain[index]:
        return False
    if sheet.keys[index] and (closes(sheet, index) or style.is_known(sheet, index)):
        return False
    if style.colon != "none" and style.is_shaped(sheet, index):
        return style.is_known(sheet, index + 1)
    return True


def _unknown_pairs_above(sheet: Sheet, start: int) -> int:
    """How many lines right above the first known label are pairs of unknown ones.

    A heading stands alone, so an odd line on top of the pairs is the heading.
    """
    count = 0
    while count < min(start, _MOST_ABOVE) and not _ends_above(sheet, start - count - 1):
        count += 1
    above = range(start - count - 1, -1, -1)
    has_heading = count % 2 or any(not _ends_above(sheet, index) for index in above)
    return count - count % 2 if has_heading else 0


def _ends_above(sheet: Sheet, index: int) -> bool:
    return closes(sheet, index) or sheet.keys[index] in BANNERS
