"""A page layout, and how a page of it is read: heading, labels and running text become a draft.

What differs between layouts (style, marks, how an owner is printed) are values of `Layout`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from app.domain.provenance import Statement
from app.domain.record import NUMBER_SHAPES, Value
from app.domain.swedish import Unreadable
from app.errors import DocumentRejected
from app.importer.document import Draft
from app.importer.pages.block import Block, Entry, Style, find_heading, running_text
from app.importer.pages.labels import LABELS, Label
from app.importer.pages.sheet import Sheet

_RANK = itemgetter(0)
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
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

    @cached_property
    def _table(self) -> Mapping[str, Label]:
        return {**LABELS, **self.labels}

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
        table = self._table
        stated = [
            ((label := table[entry.key]).rank, label, entry)
            for entry in block.entries
            if entry.text
        ]
        stated.sort(key=_RANK)
        statements: dict[str, Statement] = {}
        for _, label, entry in stated:
            for name, new in _read_entry(label, entry):
                held = statements.get(name)
                statements[name] = new if held is None else _choose(held, new)
        return statements


def _require(statements: Mapping[str, Statement], name: str, reason: str, detail: str) -> None:
    if name not in statements or not statements[name].value:
        raise DocumentRejected(reason, detail)


def _state(  # a statement's own constructor takes three times as long
    value: Value, label: str, raw: str, line: int, last_line: int, issues: tuple[str, ...]
) -> Statement:
    """What a page states."""
    parts = (value, "stated", label, raw, line, last_line, issues, "", None, "", "", None)
    return tuple.__new__(Statement, parts)


def _read_entry(label: Label, entry: Entry) -> Sequence[tuple[str, Statement]]:
    """What a label states of each of its fields, with the issues met in reading it."""
    _, printed, text, raw, line = entry
    read_one = label.read_one
    try:
        if read_one is not None:
            value = read_one(text)
            return ((label.fields[0], _state(value, printed, raw, line, line, ())),)
        values = label.read(text)
    except Unreadable as error:
        unread = _state(None, printed, raw, line, line, (error.code,))
        return [(name, unread) for name in label.fields]
    issues = ("region-unknown",) if "region" in label.fields and "region" not in values else ()
    return [
        (name, _state(value, printed, raw, line, line, issues))
        for name, value in values.items()
        if value is not None
    ]


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
            statements[key] = _state(text, heading.label, raw, line, line, ())
        elif text and held is not None and held.value != text:
            statements[key] = _flag(held, "heading-mismatch")


def _read_summary(sheet: Sheet, block: Block, statements: dict[str, Statement]) -> None:
    """The text below the block; of several blank lines in a row one stays."""
    rows = running_text(sheet, block)
    whole = "\n".join([sheet.plain[row] for row in rows])
    begun = whole.lstrip("\n")
    text = begun.rstrip("\n")
    if text:
        first = rows[len(whole) - len(begun)]
        last = rows[len(text) - len(begun) - 1]
        summary = _BLANK_LINES.sub("\n\n", text) if "\n\n\n" in text else text
        raw = sheet.quote(first)
        statements["summary"] = _state(summary, "summary", raw, first + 1, last + 1, ())
