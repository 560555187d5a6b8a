"""A page layout, and how a page of it is read: heading, labels and running text become a draft.

What differs between layouts (style, marks, how an owner is printed) are values of `Layout`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.collation import fold
from app.domain.provenance import Statement
from app.domain.record import NUMBER_SHAPES
from app.domain.swedish import Unreadable
from app.errors import DocumentRejected
from app.importer.block import Block, Entry, Style, find_block, find_heading, running_text
from app.importer.document import Document, Draft
from app.importer.labels import LABELS, Label, clean


@dataclass(frozen=True, slots=True)
class Layout:
    """How a family of pages is written.

    `marks` are labels of which a page must have one to be of this layout (none: any block will
    do); `labels` replaces rows of the label table.
    """

    name: str
    reader_version: int
    period: str
    style: Style
    marks: frozenset[str] = frozenset()
    labels: Mapping[str, Label] = field(default_factory=dict)

    def recognise(self, document: Document) -> Block | None:
        """The label block of a page of this layout; None for any other page."""
        block = find_block(document.lines, self.style)
        if block is None or (self.marks and self.marks.isdisjoint(block.labels)):
            return None
        return block

    def read(self, document: Document, block: Block) -> Draft:
        """The draft of a recognised page; raises `DocumentRejected` without name or owner."""
        statements = _read_entries(block, {**LABELS, **self.labels})
        heading = find_heading(document.lines, block)
        if heading is not None:
            _read_heading(heading, statements)
        _read_summary(document.lines, block, statements)
        _require(statements, "name", "no-name", "neither a heading nor a name")
        _require(statements, "owner", "no-owner", "no owner is printed")
        unknown = tuple(block.unknown)
        return Draft(self.name, self.reader_version, self.period, statements, unknown)


def _require(statements: Mapping[str, Statement], name: str, reason: str, detail: str) -> None:
    if name not in statements or not statements[name].value:
        raise DocumentRejected(reason, detail)


def _read_entries(block: Block, labels: Mapping[str, Label]) -> dict[str, Statement]:
    """A statement for each field that a label states, the label of the lowest rank first."""
    statements: dict[str, Statement] = {}
    ranked = sorted(block.entries, key=lambda entry: labels[fold(entry.label)].rank)
    for entry in ranked:
        if entry.value:
            for name, statement in _read_entry(entry, labels[fold(entry.label)]).items():
                statements[name] = _choose(statements.get(name), statement)
    return statements


def _read_entry(entry: Entry, label: Label) -> dict[str, Statement]:
    plain = Statement(None, "stated", entry.label, entry.value, entry.line, entry.line)
    try:
        values = label.read(clean(entry.value))
    except Unreadable as error:
        return dict.fromkeys(label.fields, replace(plain, issues=(error.code,)))
    issues = ("region-unknown",) if "region" in label.fields and "region" not in values else ()
    return {
        name: replace(plain, value=value, issues=issues)
        for name, value in values.items()
        if value is not None
    }


def _choose(held: Statement | None, new: Statement) -> Statement:
    """The statement that stays when a second label states the same field; no issue is lost."""
    if held is None:
        return new
    if held.value is None or new.value is None:
        kept = new if held.value is None and new.value is not None else held
        return _flag(kept, *held.issues, *new.issues)
    return held if new.value == held.value else _flag(held, "duplicate-label")


def _flag(statement: Statement, *issues: str) -> Statement:
    """The statement with further issues, each of them once."""
    return replace(statement, issues=tuple(dict.fromkeys((*statement.issues, *issues))))


def _read_heading(heading: Entry, statements: dict[str, Statement]) -> None:
    """Number and name from the heading; labels win, and a difference is flagged."""
    number, dash, name = heading.value.partition(" - ")
    has_number = dash and any(shape.fullmatch(number) for shape in NUMBER_SHAPES.values())
    if not has_number:
        number, name = "", heading.value
    for key, text in (("number", number), ("name", name)):
        if text:
            value = clean(text)
            new = Statement(value, "stated", "heading", text, heading.line, heading.line)
            held = statements.get(key, new)
            if held.value != value:
                held = _flag(held, "heading-mismatch")
            statements[key] = held


def _read_summary(lines: Sequence[str], block: Block, statements: dict[str, Statement]) -> None:
    text = running_text(lines, block)
    numbers = [number for number, line in text if line]
    if not numbers:
        return
    paragraphs: list[list[str]] = [[]]
    for _, line in text:
        if line:
            paragraphs[-1].append(clean(line))
        elif paragraphs[-1]:
            paragraphs.append([])
    summary = "\n\n".join("\n".join(paragraph) for paragraph in paragraphs if paragraph)
    first, last = numbers[0], numbers[-1]
    raw = lines[first - 1].strip()
    statements["summary"] = Statement(summary, "stated", "summary", raw, first, last)
