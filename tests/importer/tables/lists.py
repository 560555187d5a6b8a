"""Lists for tests: as CSV, as workbooks, and what is read of them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from xlsxwriter import Workbook

from app.domain.provenance import Statement
from app.domain.record import Value
from app.errors import DocumentRejected
from app.importer.document import Draft, Refusal
from app.importer.mapping import Mapping
from app.importer.tables import Table, TableRow, open_table

HEADINGS = ("Diarienummer", "Namn", "Projektägare", "Total projektbudget", "Startdatum")
TYPED = ("2020/00001", "Nya vägar", "Exempelkommunen", 1234.5, date(2020, 1, 31))
ROW = ("2020/00001", "Nya vägar", "Exempelkommunen", "1 234,50", "2020-01-31")


def to_csv(*rows: Sequence[str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Rows as CSV."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def to_workbook(**sheets: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of these sheets; cells are written by their types."""
    content = BytesIO()
    with Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name.replace("_", " "))
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date | datetime):
                        sheet.write_datetime(number, column, cell)
                    elif isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif cell is not None:
                        sheet.write(number, column, cell)
    return content.getvalue()


def open_list(content: bytes, name: str = "lista.csv", mapping: str | None = None) -> Table:
    """The list; it must be one."""
    table = open_table(content, name, Mapping(mapping) if mapping is not None else None)
    assert table is not None
    return table


def rows_of(content: bytes, name: str = "lista.csv", mapping: str | None = None) -> list[TableRow]:
    return list(open_list(content, name, mapping).rows())


def refusal_of(content: bytes) -> str:
    """Why a workbook is no list that can be read."""
    with pytest.raises(DocumentRejected) as refused:
        open_table(content, "bok.xlsx")
    return refused.value.reason


def drafts_of(content: bytes, name: str = "lista.csv", mapping: str | None = None) -> list[Draft]:
    """What the rows state; none may be refused."""
    rows = rows_of(content, name, mapping)
    assert [row.refusal for row in rows] == [None] * len(rows)
    return [row.draft for row in rows if row.draft]


def statements_of(
    content: bytes, name: str = "lista.csv", mapping: str | None = None
) -> dict[str, Statement]:
    """What the only row states."""
    [draft] = drafts_of(content, name, mapping)
    return dict(draft.statements)


def values_of(
    content: bytes, name: str = "lista.csv", mapping: str | None = None
) -> dict[str, Value]:
    return {key: one.value for key, one in statements_of(content, name, mapping).items()}


def refusals_of(content: bytes, name: str = "lista.csv") -> list[tuple[int, Refusal]]:
    """The refused rows by their numbers."""
    return [(row.number, row.refusal) for row in rows_of(content, name) if row.refusal]
