"""Typed cells of a sheet: what writes each column's stored values as real numbers and dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.domain.fields import HUNDREDTHS, Field, Kind
from app.exports.cells import GUARD, Cell, converter, guard, list_text
from app.exports.style import Style
from app.query.values import write_value

TOO_LONG = -2
"""What a writer returns of a text that does not fit into a cell."""

WriteCell = Callable[[int, int, Cell], int]
_DIGITS_KEPT = 10**15
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Formats:
    """How the cells of a workbook look."""

    heading: Format
    day: Format
    time: Format
    integer: Format
    decimal: Format


def make_formats(workbook: Workbook) -> Formats:
    """The formats of one workbook."""
    return Formats(
        heading=workbook.add_format({"bold": True}),
        day=workbook.add_format({"num_format": "yyyy-mm-dd"}),
        time=workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        integer=workbook.add_format({"num_format": "#,##0"}),
        decimal=workbook.add_format({"num_format": "#,##0.00"}),
    )


def cell_writers(
    sheet: Worksheet, fields: tuple[Field, ...], style: Style, formats: Formats
) -> list[WriteCell]:
    """What writes a stored value of each column at a row and column."""
    writer = _Writer(sheet, formats)
    return [writer.of(field, style) for field in fields]


@dataclass(frozen=True, slots=True)
class _Writer:
    sheet: Worksheet
    formats: Formats

    def of(self, field: Field, style: Style) -> WriteCell:
        """What writes a field's values."""
        if style.labels is not None and (field.codes == "status" or field.kind is Kind.BOOLEAN):
            convert = converter(field, style)
            return lambda row, column, value: self._text(row, column, convert(value))
        if field.kind in HUNDREDTHS:
            return partial(self._hundredths, field.kind)
        if field.kind is Kind.LIST:
            return partial(self._list, field)
        writers: dict[Kind, WriteCell] = {
            Kind.INTEGER: self._integer,
            Kind.DATE: self._day,
            Kind.TIME: self._time,
            Kind.BOOLEAN: self._truth,
        }
        return writers.get(field.kind, self._text)

    def _text(self, row: int, column: int, value: Cell) -> int:
        text = guard(str(value))
        if text.startswith("<r>"):  # the library would take it for XML of its own
            text = f"{GUARD}{text}"
        return int(self.sheet.write_string(row, column, text))

    def _list(self, field: Field, row: int, column: int, value: Cell) -> int:
        text = list_text(field, value)
        return self._text(row, column, text) if text else 0

    def _integer(self, row: int, column: int, value: Cell) -> int:
        if abs(int(value)) >= _DIGITS_KEPT:  # a sheet's numbers have fifteen figures
            return self._text(row, column, value)
        return int(self.sheet.write_number(row, column, int(value), self.formats.integer))

    def _hundredths(self, kind: Kind, row: int, column: int, value: Cell) -> int:
        if abs(int(value)) >= _DIGITS_KEPT:
            return self._text(row, column, write_value(kind, value))
        return int(self.sheet.write_number(row, column, int(value) / 100, self.formats.decimal))

    def _day(self, row: int, column: int, value: Cell) -> int:
        day = datetime.fromisoformat(str(value))
        if day.year < _FIRST_YEAR:  # before the calendar of a sheet
            return self._text(row, column, value)
        return int(self.sheet.write_datetime(row, column, day, self.formats.day))

    def _time(self, row: int, column: int, value: Cell) -> int:
        moment = datetime.fromisoformat(str(value)[:19])
        return int(self.sheet.write_datetime(row, column, moment, self.formats.time))

    def _truth(self, row: int, column: int, value: Cell) -> int:
        return int(self.sheet.write_boolean(row, column, bool(value)))
