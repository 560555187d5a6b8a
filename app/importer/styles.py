"""The three ways in which pages write a label: `Label:`, a bare line, and glued to its value."""

import re
from collections.abc import Sequence

from app.domain.collation import fold
from app.domain.provenance import UnknownLabel
from app.importer.block import BANNERS, Block, Entry, closes
from app.importer.labels import LABELS, Label


class ColonStyle:
    """`Label:` on one line, its value on the very next."""

    def is_shaped(self, line: str) -> bool:
        return line.rstrip().endswith(":")

    def known(self, line: str) -> str | None:
        label = line.strip().removesuffix(":")
        return label if self.is_shaped(line) and fold(label) in LABELS else None

    def scan(self, lines: Sequence[str], start: int) -> Block:
        return _scan_pairs(self, lines, self._first_unknown(lines, start))

    def _first_unknown(self, lines: Sequence[str], start: int) -> int:
        """Where the unknown labels right above the first known one begin."""
        first = start
        while first > 0 and start - first < _MOST_ABOVE and not _ends_above(lines[first - 1]):
            if self._is_unknown(lines[first - 1]):
                first -= 1
            elif first > 1 and self._is_unknown(lines[first - 2]):
                first -= 2
            else:
                break
        return first

    def _is_unknown(self, line: str) -> bool:
        return self.is_shaped(line) and self.known(line) is None


class BareStyle:
    """A bare label on one line, its value on the very next."""

    def is_shaped(self, line: str) -> bool:
        return bool(line.strip())

    def known(self, line: str) -> str | None:
        label = line.strip()
        return label if fold(label) in LABELS else None

    def scan(self, lines: Sequence[str], start: int) -> Block:
        return _scan_pairs(self, lines, start - _unknown_pairs_above(lines, start))


class GluedStyle:
    """Label and value on one line with nothing between: `RegionStockholm`."""

    def known(self, line: str) -> str | None:
        split = self._split(line)
        return split[0] if split else None

    def scan(self, lines: Sequence[str], start: int) -> Block:
        block = Block(start, start)
        for index in range(start, len(lines)):
            if closes(lines[index]):
                break
            split = self._split(lines[index])
            if split is None:
                raw = lines[index].strip()
                block.unknown.append(UnknownLabel(raw, raw, index + 1))
            else:
                block.entries.append(Entry(*split, index + 1))
            block.end = index + 1
        return block

    def _split(self, line: str) -> tuple[str, str] | None:
        """The longest known label that the line begins with, and the rest."""
        text = line.strip()
        for length in range(min(len(text), _LONGEST), 0, -1):
            label, value = text[:length], text[length:]
            if fold(label) in LABELS and label == label.rstrip():
                return None if _is_longer_word(LABELS[fold(label)], value) else (label, value)
        return None


_LONGEST = max(map(len, LABELS))
_MOST_ABOVE = 40
"""Lines of unknown labels above the first known one; more is no block of labels."""
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


def _scan_pairs(style: ColonStyle | BareStyle, lines: Sequence[str], start: int) -> Block:
    """Pairs of label line and value line.

    After an empty value, and after a line that is neither label nor value, the block goes on only
    when a known label that is new to it follows: it may be running text that looks like labels.
    """
    block, index, after_blank = Block(start, start), start, False
    while index < len(lines):
        label = style.known(lines[index])
        expected = label is not None or style.is_shaped(lines[index])
        if after_blank or not expected or (label is None and closes(lines[index])):
            if not _goes_on(style, lines, index, block, after_blank=after_blank):
                break
            if not lines[index].strip():
                index += 1
                continue
        if not expected:
            raw = lines[index].strip()
            block.unknown.append(UnknownLabel(raw, raw, index + 1))
            index, after_blank = index + 1, False
            continue
        value = lines[index + 1] if index + 1 < len(lines) else ""
        if _is_value(style, lines, index + 1):
            step, after_blank = 2, False
        else:
            step, after_blank = (1 if value.strip() else 2), not value.strip()
            value = ""
        _add(block, label, lines[index], value.strip(), index + 2)
        index += step
        block.end = min(index, len(lines))
    return block


def _goes_on(
    style: ColonStyle | BareStyle,
    lines: Sequence[str],
    index: int,
    block: Block,
    *,
    after_blank: bool,
) -> bool:
    """Whether a known label that is new to the block stands here, or right behind what does.

    Behind an empty value that may be a further blank line or an unknown label with its value;
    elsewhere one odd line, such as a value's second.
    """
    if fold(lines[index]) and closes(lines[index]):
        return False
    if not after_blank and not lines[index].strip():
        return False
    reach = 3 if after_blank and lines[index].strip() else 2
    for line in lines[index : index + reach]:
        label = style.known(line)
        if label is not None:
            return fold(label) not in block.labels
    return False


def _add(block: Block, label: str | None, printed: str, value: str, line: int) -> None:
    if label is None:
        block.unknown.append(UnknownLabel(printed.strip(), value, line if value else line - 1))
    else:
        block.entries.append(Entry(label, value, line))


def _is_value(style: ColonStyle | BareStyle, lines: Sequence[str], index: int) -> bool:
    """Whether the line after a label is its value: not blank, no closing line, no other label."""
    if index >= len(lines) or closes(lines[index]) or style.known(lines[index]):
        return False
    if isinstance(style, ColonStyle) and style.is_shaped(lines[index]):
        after = lines[index + 1] if index + 1 < len(lines) else ""
        return style.known(after) is not None
    return True


def _unknown_pairs_above(lines: Sequence[str], start: int) -> int:
    """How many lines right above the first known label are pairs of unknown ones.

    A heading stands alone, so an odd line on top of the pairs is the heading.
    """
    count = 0
    while count < min(start, _MOST_ABOVE) and not _ends_above(lines[start - count - 1]):
        count += 1
    above = (lines[index] for index in range(start - count - 1, -1, -1))
    has_heading = count % 2 or any(not _ends_above(line) for line in above)
    return count - count % 2 if has_heading else 0


def _ends_above(line: str) -> bool:
    return closes(line) or fold(line) in BANNERS
