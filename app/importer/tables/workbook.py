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
from app.importer.tables.row import Record, in_disorder
from app.importer.tables.source import Source
from app.importer.tables.workbook_size import check_size

OUR_REMARKS = "Om data"
"""The sheet of our exports that tells about the other."""

_PANIC = "PanicException"
"""What the library raises where it finds itself in error; it stands under no importable name."""

Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was opened."""

    name: str
    content: CalamineSheet

    def rows(self) -> Iterator[list[str]]:
        """All rows from the first of the sheet, each as wide as what is filled of it;
        one that cannot be read is empty."""
        for cells in self._read():
            yield cells or []

    def first(self, most: int) -> list[list[str]]:
        """The first rows, for a look at them."""
        return list(islice(self.rows(), most))

    def read_records(self, headings: tuple[str, ...]) -> Iterator[Record]:
        """The rows below the heading by the numbers that the sheet shows; blank ones are left
        out."""
        begun = False
        for number, cells in enumerate(self._read(), start=1):
            if cells is None:
                if begun:
                    yield in_disorder(number, "", "a cell holds a time beyond all calendars")
            elif tuple(cells) == headings:
                begun = True
            elif begun and any(map(str.strip, cells)):
                yield Record(number, headings, cells)

    def _read(self) -> Iterator[list[str] | None]:
        """All rows, None for one with a cell for which there is no value."""
        with _told_apart():
            rows = iter(self.content.iter_rows())
            while True:
                try:
                    cells = next(rows)
                except StopIteration:
                    return
                except OverflowError:
                    yield None
                else:
                    yield [_to_text(cell) for cell in cells]


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
    except (CalamineError, ValueError, ArithmeticError) as error:
        raise DocumentRejected("unreadable-list", "the workbook is damaged") from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
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
