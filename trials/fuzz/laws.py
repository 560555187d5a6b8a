"""What must be true of whatever a reader makes of a document, however mutated."""

from collections.abc import Iterator, Mapping, Sequence

from app.domain.provenance import Statement
from app.domain.quality import RULES
from app.errors import REJECTIONS
from app.importer.document import Draft, Refusal
from app.importer.pages.layouts import LAYOUTS
from app.importer.tables import READER_VERSIONS, TableRow

_LAYOUTS = frozenset(layout.name for layout in LAYOUTS)
_ISSUES = frozenset(RULES)


def judge_page(draft: Draft, lines: Sequence[str]) -> Iterator[str]:
    """Of a page: each raw text stands verbatim on its line."""
    if draft.layout not in _LAYOUTS:
        yield f"{draft.layout} is no layout"
    for name, statement in draft.statements.items():
        yield from _judge(name, statement)
        if not 1 <= statement.line <= statement.last_line <= len(lines):
            yield f"{name}: no lines {statement.line} to {statement.last_line}"
        elif statement.raw not in lines[statement.line - 1]:
            yield f"{name}: {statement.raw!r:.200} does not stand on line {statement.line}"
    for label in draft.unknown_labels:
        if not 1 <= label.line <= len(lines):
            yield f"unknown label: no line {label.line}"
        elif (label.raw or label.label) not in lines[label.line - 1]:
            yield f"unknown label: {label.raw!r:.200} does not stand on line {label.line}"


def judge_rows(rows: Iterator[TableRow]) -> Iterator[tuple[TableRow, list[str]]]:
    """Of a list: each row is either a draft or refused; and as of a page, of its cells."""
    last = 0
    for row in rows:
        faults = list(judge_refusal(row.refusal)) if row.refusal else []
        if (row.draft is None) is (row.refusal is None):
            faults.append("a row must be either a draft or refused")
        if row.number <= last:
            faults.append(f"row {row.number} comes behind row {last}")
        last = row.number
        if row.draft is not None:
            faults += _judge_draft(row.draft, row.number, row.cells)
        yield row, faults


def judge_refusal(refusal: Refusal) -> Iterator[str]:
    """Of a refusal: a code that is documented, and a sentence."""
    if refusal.code == "reader-failed" or refusal.code not in REJECTIONS:
        yield f"refused as {refusal.code}: {refusal.detail}"
    if not refusal.detail:
        yield f"{refusal.code} without a sentence"


def _judge_draft(draft: Draft, number: int, cells: Mapping[str, str]) -> Iterator[str]:
    if draft.layout not in READER_VERSIONS:
        yield f"{draft.layout} is no layout of a list"
    for name, statement in draft.statements.items():
        yield from _judge(name, statement)
        if statement.line != (0 if statement.label == "mapping" else number):
            yield f"{name}: on row {statement.line}, not {number}"
        is_constant = statement.label == "mapping"
        if not is_constant and not any(statement.raw in cell for cell in cells.values()):
            yield f"{name}: {statement.raw!r:.200} stands in no cell"


def _judge(name: str, statement: Statement) -> Iterator[str]:
    if not statement.label:
        yield f"{name}: no label"
    if not statement.raw and statement.value is not None:
        yield f"{name}: no raw text"
    if not _ISSUES.issuperset(statement.issues):
        yield f"{name}: {statement.issues} are not all issues"
    if len(set(statement.issues)) < len(statement.issues):
        yield f"{name}: {statement.issues} twice"
