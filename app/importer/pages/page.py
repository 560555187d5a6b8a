"""A page layout, and how a page of it is read: heading, labels and running text become a draft.

What differs between layouts (style, marks, how an owner is printed) are values of `Layout`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.provenance import Statement
from app.domain.record import NUMBER_SHAPES, Value
from app.domain.swedish import Unreadable
from app.errors import DocumentRejected
from app.importer.document import Draft
from app.importer.pages.block import Block, Entry, Style, find_heading, running_text
from app.importer.pages.labels import LABELS, Label
from app.importer.pages.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Layout:
    """How a family of pages is written.

    `style` is how it prints labels, `marks` are labels that no other prints: of these one is enough
    to know a page by, however it is written. `labels` replaces rows of the label table.
    """

    name: str
    reader_version: int
    period: str
    style: Style
    marks: frozenset[str]
    labels: Mapping[str, Label] = field(default_factory=dict)

    def read(self, sheet: Sheet, block: Block) -> Draft:
        """The draft of a page of this layout; raises `DocumentRejected` without name or owner."""
        statements = self._read_entries(block)
        heading = find_heading(sheet, block)
        if heading is not None:
            _read_heading(heading, statements)
        _read_summary(sheet, block, statements)
        _require(statements, "name", "no-name", "neither a heading nor a name")
        _require(statements, "owner", "no-owner", "no owner is printed")
        unknown = tuple(block.unknown)
        return Draft(self.name, self.reader_version, self.period, statements, unknown)

    def _read_entries(self, block: Block) -> dict[str, Statement]:
        """A statement for each field that a label states, the label of the lowest rank first."""
        stated = [(self._label(entry.key), entry) for entry in block.entries if entry.text]
        stated.sort(key=_rank)
        statements: dict[str, Statement] = {}
        for label, entry in stated:
            _, printed, _, raw, line = entry
            for name, value, issues in _read_entry(entry, label):
                new = Statement(value, "stated", printed, raw, line, line, issues)
                held = statements.get(name)
                statements[name] = new if held is None else _choose(held, new)
        return statements

    def _label(self, key: str) -> Label:
        return self.labels.get(key) or LABELS[key]


def _require(statements: Mapping[str, Statement], name: str, reason: str, detail: str) -> None:
    if name not in statements or not statements[name].value:
        raise DocumentRejected(reason, detail)


def _rank(stated: tuple[Label, Entry]) -> int:
    return stated[0].rank


def _read_entry(entry: Entry, label: Label) -> list[tuple[str, Value, tuple[str, ...]]]:
    """The fields that a label states, each with its value and the issues met in reading it."""
    try:
        values = label.read(entry.text)
    except Unreadable as error:
        return [(name, None, (error.code,)) for name in label.fields]
    issues = ("region-unknown",) if "region" in label.fields and "region" not in values else ()
    return [(name, value, issues) for name, value in values.items() if value is not None]


def _choose(held: Statement, new: Statement) -> Statement:
    """The statement that stays when a second label states the same field; no issue is lost."""
    if held.value is None or new.value is None:
        kept = new if held.value is None and new.value is not None else held
        return _flag(kept, *held.issues, *new.issues)
    return held if new.value == held.value else _flag(held, "duplicate-label")


def _flag(statement: Statement, *issues: str) -> Statement:
    """The statement with further issues, each of them once."""
    return statement._replace(issues=tuple(dict.fromkeys((*statement.issues, *issues))))


def _read_heading(heading: Entry, statements: dict[str, Statement]) -> None:
    """Number and name from the heading; labels win, and a difference is flagged."""
    number, dash, name = heading.text.partition(" - ")
    if not (dash and any(shape.fullmatch(number) for shape in NUMBER_SHAPES.values())):
        number, name = "", heading.text
    for key, text in (("number", number), ("name", name)):
        held = statements.get(key)
        if text and held is None:
            raw = text if text in heading.raw else heading.raw
            line = heading.line
            statements[key] = Statement(text, "stated", heading.label, raw, line, line)
        elif text and held is not None and held.value != text:
            statements[key] = _flag(held, "heading-mismatch")


def _read_summary(sheet: Sheet, block: Block, statements: dict[str, Statement]) -> None:
    text = running_text(sheet, block)
    numbers = [number for number, line in text if line]
    if not numbers:
        return
    first, last = numbers[0], numbers[-1]
    lines = [line for number, line in text if first <= number <= last]
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    raw = sheet.quote(first - 1)
    statements["summary"] = Statement("\n".join(kept), "stated", "summary", raw, first, last)
