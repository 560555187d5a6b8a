"""From the cells of one row to a draft: each stated value with its heading, raw text and row."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.collation import fold
from app.domain.provenance import Statement, UnknownLabel
from app.domain.record import NUMBER_SHAPES, id_of_number
from app.domain.swedish import Unreadable
from app.importer.cells.columns import Column, carried_issues, make_column
from app.importer.cells.headings import BENEFICIARY_COUNTRY, REASONS, comparable
from app.importer.cells.notation import Notation, Plain
from app.importer.document import Draft, Refusal
from app.importer.tables.row import Record, TableRow, storable

_QUOTED = re.compile(r'="((?:[^"]|"")*)"')
_GUARDED = re.compile(r"'(?:['=+\-@\t\r\n＝＋－＠]|<r>)")
"""What our spreadsheets guard; any other `'` was printed."""
_ID_OF_NAME = re.compile(r"[a-z0-9-]{0,60}-[0-9a-f]{8}")
_IDS_OF_NUMBERS = tuple(
    re.compile(shape.pattern.replace("/", "-")) for shape in NUMBER_SHAPES.values()
)
_SHORT = 20
"""What says "not stated" is shorter."""
_NOTHING: frozenset[str] = frozenset()
_SWEDEN = frozenset(("sverige", "sweden", "se"))


def exact(cell: str) -> str:
    """What a cell of our plain files says: just what stands in it."""
    return cell.strip()


def unquoted(cell: str) -> str:
    """What a cell says that may have been kept from a spreadsheet's guesses: `="2.1"`."""
    text = cell.strip()
    quoted = _QUOTED.fullmatch(text) if text[:1] == "=" else None
    return quoted[1].replace('""', '"').strip() if quoted else text


def unguarded(cell: str) -> str:
    """What a cell of our spreadsheets says: there a `'` stands before what could be a formula."""
    text = unquoted(cell)
    return text[1:] if _GUARDED.match(text) else text


@dataclass(frozen=True, slots=True)
class Form:
    """How a list is to be read: its layout, what its headings mean, how its cells are written.

    `ignored` headings are left out on purpose; `constants` are stated of every row.
    """

    layout: str
    reader_version: int
    find_target: Callable[[str], str | None]
    notation: Notation
    bare: Callable[[str], str] = unquoted
    ignored: frozenset[str] = _NOTHING
    constants: Mapping[str, Statement] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The columns of a list by their places, those first that are right where two state a field.

    `unknown` are headings that no field has, each with the texts (folded) that say nothing.
    """

    headings: tuple[str, ...]
    columns: list[tuple[int, Column]]
    unknown: list[tuple[int, str, frozenset[str]]]
    id_at: int | None = None
    number_at: int | None = None
    issues_at: int | None = None


def make_plan(headings: Sequence[str], form: Form) -> Plan:
    """What stands where, by the headings."""
    plan = Plan(tuple(map(storable, headings)), [], [])
    silent = frozenset(map(fold, form.notation.missing))
    for place, heading in enumerate(plan.headings):
        target = form.find_target(heading)
        if heading in REASONS or (form.ignored and comparable(heading) in form.ignored):
            continue
        if target is None or target == BENEFICIARY_COUNTRY:
            shown = heading.strip() or f"column {place + 1}"
            plan.unknown.append((place, shown, silent | _SWEDEN if target else silent))
        elif column := make_column(heading.strip(), target, form.notation):
            plan.columns.append((place, column))
            if target == "owner_organisation_number":
                plan.number_at = place
        elif not form.notation.is_ours:  # of anybody's, it is not what we work out
            plan.unknown.append((place, heading.strip(), silent))
        elif target == "id":
            plan.id_at = place
        elif target == "quality_issues":
            plan.issues_at = place
    plan.columns.sort(key=lambda column: column[1].rank)
    return plan


def read_row(record: Record, plan: Plan, form: Form) -> TableRow:
    """The draft of a row, or why there can be none."""
    cells = _by_heading(plan.headings, record.cells)
    refusal = record.refusal or _find_disorder(record.cells)
    if refusal is None:
        statements = _read_cells(record, plan, form)
        refusal = _find_missing(statements)
        if refusal is None:
            draft = _make_draft(record, plan, form, statements)
            return TableRow(record.number, draft, None, cells)
    shown = {heading: storable(cell) for heading, cell in cells.items()}
    return TableRow(record.number, None, refusal, shown)


def _by_heading(headings: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """The cells by heading; a heading that stands twice bears its place the second time."""
    cells = dict(zip(headings, texts, strict=True))
    if len(cells) < len(headings):
        seen: set[str] = set()
        for place, heading in enumerate(headings):
            name = f"{heading} ({place + 1})" if heading in seen else heading
            cells[name] = texts[place]
            seen.add(heading)
    return cells


def _find_disorder(cells: Sequence[str]) -> Refusal | None:
    text = "".join(cells)
    if "\0" in text:
        return Refusal("bad-row", "it holds NUL bytes")
    try:
        text.encode()
    except UnicodeEncodeError:
        return Refusal("bad-row", "it holds bytes that are no text")
    return None


def _find_missing(statements: Mapping[str, Statement]) -> Refusal | None:
    for name in ("name", "owner"):
        if name not in statements or not statements[name].value:
            return Refusal(f"no-{name}", f"the row states no {name}")
    return None


def _read_cells(record: Record, plan: Plan, form: Form) -> dict[str, Statement]:
    statements: dict[str, Statement] = {}
    missing = form.notation.missing
    for place, column in plan.columns:
        raw = record.cells[place]
        if not raw:
            continue
        text = raw if type(raw) is Plain else form.bare(raw)
        if text and not (len(text) < _SHORT and text.casefold() in missing):
            for name, new in _read_cell(column, text, raw, record.number).items():
                held = statements.get(name)
                statements[name] = new if held is None else _choose(held, new)
    for name, constant in form.constants.items():
        if name not in statements:
            statements[name] = constant
    return statements


def _read_cell(column: Column, text: str, raw: str, number: int) -> dict[str, Statement]:
    shown = raw.lstrip().partition("\n")[0].rstrip("\r") if column.is_long else str(raw)
    try:
        values = column.read(text)
    except Unreadable as error:
        unread = Statement(None, "stated", column.heading, shown, number, number, (error.code,))
        return dict.fromkeys(column.fields, unread)
    is_unknown = "region" in column.fields and "region" not in values
    issues: tuple[str, ...] = ("region-unknown",) if is_unknown else ()
    return {
        name: Statement(value, "stated", column.heading, shown, number, number, issues)
        for name, value in values.items()
        if value is not None
    }


def _choose(held: Statement, new: Statement) -> Statement:
    """The statement that stays where two columns state one field; no issue is lost."""
    if held.value is None or new.value is None:
        kept = new if held.value is None and new.value is not None else held
        issues = (*held.issues, *new.issues)
    else:
        kept = held
        issues = held.issues if new.value == held.value else (*held.issues, "duplicate-label")
    return kept if issues == kept.issues else kept._replace(issues=tuple(dict.fromkeys(issues)))


def _make_draft(record: Record, plan: Plan, form: Form, statements: dict[str, Statement]) -> Draft:
    unknown = [
        UnknownLabel(heading, str(record.cells[place]), record.number)
        for place, heading, silent in plan.unknown
        if record.cells[place].strip() and fold(form.bare(record.cells[place])) not in silent
    ]
    key = None
    if plan.id_at is not None:
        key = form.bare(record.cells[plan.id_at]) or None
        if key and not _is_id(key, statements.get("number")):
            heading = record.headings[plan.id_at]
            unknown.append(UnknownLabel(heading, str(record.cells[plan.id_at]), record.number))
            key = None
    if plan.issues_at is not None:
        statements["quality_issues"] = _carry(record, plan.issues_at, plan.number_at)
    dated = statements.get("source_date")
    day = dated.value if dated and isinstance(dated.value, date) else None
    return Draft(
        form.layout, form.reader_version, None, statements, tuple(unknown), dated=day, key=key
    )


def _is_id(key: str, number: Statement | None) -> bool:
    """Whether a text can be an id that we once gave."""
    if number is not None and isinstance(number.value, str) and id_of_number(number.value) == key:
        return True
    return any(form.fullmatch(key) for form in (_ID_OF_NAME, *_IDS_OF_NUMBERS))


def _carry(record: Record, place: int, number_at: int | None) -> Statement:
    raw, heading, line = record.cells[place], record.headings[place].strip(), record.number
    is_empty = number_at is not None and not record.cells[number_at].strip()
    issues = carried_issues(raw, lacks_number=is_empty)
    return Statement(None, "stated", heading, raw, line, line, issues)
