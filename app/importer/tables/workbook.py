"""Sheets of an XLSX workbook as rows of text. A sheet is held in memory while it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from app.errors import DocumentRejected
from app.importer.cells.notation import Plain
from app.importer.tables.row import Record
from app.importer.tables.source import Source
from app.importer.tables.workbook_size import check_size

OUR_REMARKS = "Om data"
"""The sheet of our exports that tells about the other."""

Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was opened."""

    name: str
    content: CalamineSheet

    def rows(self) -> Iterator[list[str]]:
        """All rows from the first of the sheet, each as wide as what is filled of it."""
        with _told_apart():
            for cells in self.content.iter_rows():
                yield [_to_text(cell) for cell in cells]

    def first(self, most: int) -> list[list[str]]:
        """The first rows, for a look at them."""
        return list(islice(self.rows(), most))

    def read_records(self, headings: tuple[str, ...]) -> Iterator[Record]:
        """The rows below the heading by the numbers that the sheet shows; blank ones are left
        out."""
        begun = False
        for number, cells in enumerate(self.rows(), start=1):
            if tuple(cells) == headings:
                begun = True
            elif begun and any(map(str.strip, cells)):
                yield Record(number, headings, cells)


def open_sheets(source: Source, only: str | None) -> list[Sheet]:
    """The sheets that may hold records, or the one of a name; raises `DocumentRejected`."""
    check_size(source)
    with _told_apart():
        book = _open(source)
        names = [name for name in book.sheet_names if name != OUR_REMARKS]
        if only is not None and only not in names:
            there = ", ".join(f'"{name}"' for name in names[:10])
            raise DocumentRejected("mapping-mismatch", f'there is no sheet "{only}", but {there}')
        wanted = names if only is None else [only]
        return [Sheet(name, book.get_sheet_by_name(name)) for name in wanted]


def _open(source: Source) -> CalamineWorkbook:
    if isinstance(source, bytes):
        return CalamineWorkbook.from_filelike(BytesIO(source))
    return CalamineWorkbook.from_path(source)


@contextmanager
def _told_apart() -> Iterator[None]:
    """Says of the library's faults that the file is damaged."""
    try:
        yield
    except (CalamineError, ValueError) as error:
        raise DocumentRejected("unreadable-list", "the workbook is damaged") from error


def _to_text(cell: Cell) -> str:
    """A cell as the sheet would show it: figures with a dot, dates as 2021-03-01."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        is_whole = abs(cell) < 1e15 and cell == int(cell)
        return Plain(int(cell) if is_whole else format(cell, ".15g"))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)
