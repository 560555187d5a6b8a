"""Tells lists from pages, and opens them: XLSX by what it holds, JSON by how it begins, CSV by its
headings."""

from collections.abc import Callable, Iterator, Sequence

from app.errors import DocumentRejected
from app.importer.cells.headings import (
    MAX_HEADING_ROW,
    delimiters_of_headings,
    find_target,
)
from app.importer.mapping import Mapping, Rules
from app.importer.mapping_faults import DELIMITERS
from app.importer.tables import delimited, json_rows
from app.importer.tables.drafting import Form, Plan, make_plan, read_row
from app.importer.tables.forms import find_heading, make_form
from app.importer.tables.remarks import ADVICE, fullest, tell_found
from app.importer.tables.row import Record, Table, TableRow
from app.importer.tables.source import Source, decode_head, find_encoding, open_text, read_head
from app.importer.tables.workbook import Sheet, open_sheets
from app.importer.tables.workbook_size import is_workbook

_HEAD = 1 << 17
"""Bytes within which the headings of a list stand."""
_MOST_PLANS = 100
_DELIMITED = (".csv", ".tsv", ".tab")
_JSON = (".json", ".ndjson", ".jsonl")
_FEWEST_KEYS = 2

Records = Callable[[], Iterator[Record]]


def open_table(source: Source, name: str, mapping: Mapping | None = None) -> Table | None:
    """The list that a file holds; None where it is to be read as a page.

    Raises `DocumentRejected` where it is a list that cannot be read.
    """
    rules = mapping.rules if mapping else None
    head = read_head(source, _HEAD)
    if is_workbook(head, source):
        return _open_workbook(source, rules)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    text = decode_head(head)
    if text.lstrip().startswith(("{", "[")):
        return _open_json(source, text, name, rules)
    return _open_delimited(source, text, name, rules)


def _open_workbook(source: Source, rules: Rules | None) -> Table:
    sheets = open_sheets(source, rules.sheet if rules else None)
    found: list[tuple[Sheet, tuple[str, ...]]] = []
    seen: list[Sequence[str]] = []
    for sheet in sheets:
        rows = sheet.first(MAX_HEADING_ROW)
        seen.append(fullest(rows))
        place, known = find_heading(rows, rules)
        if known:
            found.append((sheet, tuple(rows[place])))
    if not found:
        raise DocumentRejected("not-a-list", _explain(rules, "no sheet", seen))
    if len(found) > 1:
        names = ", ".join(f'"{sheet.name}"' for sheet, _ in found)
        detail = f"several sheets hold projects, {names}: name one in a mapping file"
        raise DocumentRejected("unreadable-list", detail)
    sheet, headings = found[0]
    form = make_form(_trimmed(headings), rules, is_for_excel=True)
    return _make_table(form, lambda: sheet.read_records(headings))


def _open_json(source: Source, text: str, name: str, rules: Rules | None) -> Table | None:
    keys = json_rows.first_keys(text)
    if rules is None:
        is_known = sum(find_target(key) is not None for key in keys) >= _FEWEST_KEYS
    else:
        is_known = find_heading([keys], rules)[1] > 0
    if not is_known:
        if name.lower().endswith(_JSON):
            raise DocumentRejected("not-a-list", _explain(rules, "no object", [keys]))
        return None
    form = make_form(keys, rules, is_for_excel=False)
    read = json_rows.read_lines if json_rows.is_lines(text) else json_rows.read_array
    encoding = find_encoding(source)

    def records() -> Iterator[Record]:
        with open_text(source, encoding) as file:
            yield from read(file)

    return _make_table(form, records)


def _open_delimited(source: Source, text: str, name: str, rules: Rules | None) -> Table | None:
    best: tuple[int, str, tuple[str, ...]] = (0, "", ())
    may_be_list = name.lower().endswith(_DELIMITED)
    seen: list[Sequence[str]] = []
    delimiters: Sequence[str] = (rules.delimiter,) if rules and rules.delimiter else DELIMITERS
    if rules is None and not may_be_list:
        delimiters = delimiters_of_headings(text, delimiters)
    for delimiter in delimiters:
        rows = delimited.first_rows(text, delimiter, MAX_HEADING_ROW)
        seen.append(fullest(rows))
        place, known = find_heading(rows, rules)
        if known > best[0]:
            best = known, delimiter, tuple(rows[place])
    known, delimiter, headings = best
    if not known:
        # What is no text at all is told apart by who reads pages.
        if may_be_list and "\0" not in text:
            raise DocumentRejected("not-a-list", _explain(rules, "no row", seen))
        return None
    form = make_form(_trimmed(headings), rules, is_for_excel=delimiter == ";")
    encoding = find_encoding(source)

    def records() -> Iterator[Record]:
        with open_text(source, encoding) as file:
            yield from delimited.read_records(file, delimiter, headings)

    return _make_table(form, records)


def _explain(rules: Rules | None, what: str, seen: Sequence[Sequence[str]]) -> str:
    wanted = "the headings of the mapping file" if rules else "headings that are known"
    told = f"{what} of the first {MAX_HEADING_ROW} has {wanted}: {tell_found(fullest(seen))}"
    return told if rules else f"{told}; {ADVICE}"


def _trimmed(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings without empty ones at the end."""
    width = max((place + 1 for place, one in enumerate(headings) if one.strip()), default=0)
    return tuple(headings[:width])


def _make_table(form: Form, records: Records) -> Table:
    def rows() -> Iterator[TableRow]:
        plans: dict[tuple[str, ...], Plan] = {}
        for record in records():
            plan = plans.get(record.headings)
            if plan is None:
                plan = make_plan(record.headings, form)
                if len(plans) < _MOST_PLANS:
                    plans[record.headings] = plan
            yield read_row(record, plan, form)

    return Table(form.layout, form.reader_version, rows)
