"""XLSX: one sheet of typed cells under a frozen heading with filters, one about the data."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.domain.fields import Field, Kind
from app.errors import FormatLimit
from app.exports.about import Section, describe
from app.exports.cells import guard
from app.exports.extract import Extract
from app.exports.sheet_cells import TOO_LONG, cell_writers, make_formats
from app.exports.style import Style
from app.exports.whole import give_out
from app.query.files import RowForm

MAX_ROWS = 1_048_575
"""Rows of a sheet below its heading."""
MAX_CHARACTERS = 32_767
"""UTF-16 units of a cell."""
ABOUT = "Om data"

_SHEETS = {"projects": "Projekt", "organisations": "Organisationer"}
_WIDTHS = {Kind.TEXT: 24, Kind.MONEY: 16, Kind.TIME: 20, Kind.LIST: 30}
_LONG_WIDTH, _WIDTH = 60, 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of stored values, some hundreds at a time, and how they are shown."""

    name: str
    fields: tuple[Field, ...]
    style: Style
    total: int
    blocks: Iterable[Iterable[Sequence[Any]]]


def write_xlsx(extract: Extract) -> Iterator[bytes]:
    """Raises `FormatLimit` where the rows are too many or a text is too long for a sheet."""
    return write_sheet(_sheet_of(extract), partial(describe, extract))


def check_xlsx(extract: Extract) -> None:
    """Raises what writing it would, much sooner: only rows that may be refused are written."""
    sheet = _sheet_of(extract)
    doubtful = (filter(_may_be_too_long, rows) for rows in sheet.blocks)
    deque(write_sheet(replace(sheet, blocks=doubtful), lambda _: iter(())), maxlen=0)


def write_sheet(
    rows: Sheet, about: Callable[[Sequence[int]], Iterator[Section]]
) -> Iterator[bytes]:
    """A workbook of these rows and what is told of them, by how many state each column; raises
    `FormatLimit`."""
    if rows.total > MAX_ROWS:
        raise FormatLimit(
            f"A sheet has at most {MAX_ROWS:,} rows and these are {rows.total:,}: ask for fewer"
            " with filters or limit=, or take csv or ndjson."
        )

    def write(path: Path) -> None:
        with _workbook(path) as workbook:
            stated = _write_rows(workbook, rows)
            _write_about(workbook, about(stated))

    yield from give_out(write)


def _sheet_of(extract: Extract) -> Sheet:
    name, blocks = _SHEETS[extract.resource.name], extract.blocks(RowForm.CELLS)
    return Sheet(name, extract.fields, extract.style, extract.total, blocks)


def _may_be_too_long(row: Sequence[Any]) -> bool:
    """Whether a text has half of the units that a cell holds: a character has two at most."""
    return any(isinstance(cell, str) and len(cell) >= MAX_CHARACTERS // 2 for cell in row)


@contextmanager
def _workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that keeps its rows in files beside it; nothing stays open."""
    workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    workbook.use_zip64()
    try:
        yield workbook
        _close(workbook)
    except BaseException:
        opened: list[TextIO | None] = [sheet.row_data_fh for sheet in workbook.worksheets()]
        for file in filter(None, opened):
            file.close()
        raise


def _close(workbook: Workbook) -> None:
    """Raises what the library hides in an error of its own."""
    try:
        workbook.close()
    except FileCreateError as failed:
        raise failed.args[0] from failed


def _write_rows(workbook: Workbook, shown: Sheet) -> list[int]:
    """Writes every row; for each column how many state it."""
    fields, style = shown.fields, shown.style
    sheet = workbook.add_worksheet(shown.name)
    formats = make_formats(workbook)
    _lay_out(sheet, fields, shown.total)
    for column, field in enumerate(fields):
        sheet.write_string(0, column, style.heading(field), formats.heading)
    writers = cell_writers(sheet, fields, style, formats)
    stated = [0] * len(fields)
    for number, row in enumerate(chain.from_iterable(shown.blocks), start=1):
        for column, value in enumerate(row):
            if value is None:
                continue
            stated[column] += 1
            if writers[column](number, column, value) == TOO_LONG:
                raise _too_long(fields[column], str(row[0]))
    return stated


def _lay_out(sheet: Worksheet, fields: tuple[Field, ...], rows: int) -> None:
    for column, field in enumerate(fields):
        width = _LONG_WIDTH if field.flags.long else _WIDTHS.get(field.kind, _WIDTH)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(fields) - 1)
    # Codes such as 117 are texts, and meant to be.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _write_about(workbook: Workbook, sections: Iterator[Section]) -> None:
    sheet = workbook.add_worksheet(ABOUT)
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 6, 32)
    number = 0
    for section in sections:
        for cells in (section.heading, *section.rows):
            style = bold if cells is section.heading else None
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(number, column, guard(cell), style)
                else:
                    sheet.write_number(number, column, cell, style)
            number += 1


def _too_long(field: Field, key: str) -> FormatLimit:
    return FormatLimit(
        f"A cell has at most {MAX_CHARACTERS:,} characters, and {field.name} of {key} has more:"
        " leave it out with fields=, or take csv or ndjson."
    )
