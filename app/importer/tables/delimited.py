"""Rows of CSV, one after the other in constant memory.

A row in disorder costs itself only: behind a quote that is not closed, reading goes on at the next
line that comes apart into as many cells as there are headings.
"""

import csv
from collections import deque
from collections.abc import Iterator
from io import StringIO
from typing import TextIO

from app.importer.document import Refusal
from app.importer.tables.row import MAX_ROW, Record, in_disorder

DELIMITERS = (";", ",", "\t", "|")


class _RowTooLong(Exception):
    """A row that goes beyond `MAX_ROW`."""


class _Lines:
    """The lines of a file; those of the row under way are kept, and can be given back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._given_back: deque[str] = deque()
        self.taken: list[str] = []
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._given_back.popleft() if self._given_back else self._file.readline(MAX_ROW + 1)
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._size += len(line)
        if self._size > MAX_ROW:
            if not line.endswith(("\n", "\r")):
                self._skip_line()
            raise _RowTooLong
        return line

    def begin_row(self) -> None:
        self.taken, self._size = [], 0

    def give_back(self, first: int) -> None:
        """The lines from this one on are read again."""
        self._given_back.extendleft(reversed(self.taken[first:]))
        del self.taken[first:]

    def _skip_line(self) -> None:
        """Past the end of a line of which only the beginning was taken."""
        while (rest := self._file.readline(MAX_ROW)) and not rest.endswith(("\n", "\r")):
            pass


def first_rows(text: str, delimiter: str, most: int) -> list[list[str]]:
    """The first rows, for a look at them; none is missing, so that they can be counted."""
    csv.field_size_limit(MAX_ROW)
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            rows.append(cells)
            if len(rows) == most:
                break
    except csv.Error:  # what stands before it may well hold the heading
        pass
    return rows


def read_records(file: TextIO, delimiter: str, headings: tuple[str, ...]) -> Iterator[Record]:
    """The rows below the heading; blank ones are left out."""
    csv.field_size_limit(MAX_ROW)
    lines = _Lines(file)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    number, begun = 0, False
    while True:
        lines.begin_row()
        detail, cells = "", None
        try:
            cells = next(rows, None)
            if cells is None:
                return
        except _RowTooLong:
            detail = f"it has more than {MAX_ROW} characters"
        except csv.Error as error:
            detail = _explain(str(error))
        number += 1
        record = _make_record(lines, number, headings, cells, detail, delimiter)
        if record is None:
            begun = begun or bool(cells and any(cells))
        elif begun:
            yield record


def _make_record(
    lines: _Lines,
    number: int,
    headings: tuple[str, ...],
    cells: list[str] | None,
    detail: str,
    delimiter: str,
) -> Record | None:
    """None for a blank row, and for the heading that stands once more in joined files."""
    width = len(headings)
    if cells is not None:
        cells = _fitted(cells, headings)
        if not any(map(str.strip, cells)) or _is_heading(cells, headings):
            return None
        if len(cells) == width:
            return Record(number, headings, cells)
        cell = "cell" if len(cells) == 1 else "cells"
        detail = f"it has {len(cells)} {cell}, the heading {width}"
    _resume(lines, width, delimiter)
    if cells is None or len(cells) > width or len(lines.taken) > 1:
        return in_disorder(number, "".join(lines.taken).rstrip("\r\n"), detail)
    return Record(number, headings[: len(cells)], cells, Refusal("bad-row", detail))


def _fitted(cells: list[str], headings: tuple[str, ...]) -> list[str]:
    """A row without empty cells beyond the heading, and with those below headings that are empty
    themselves: programs differ in what they write at the end of a row."""
    width, count = len(headings), len(cells)
    if count > width and not any(cells[width:]):
        return cells[:width]
    if 1 < count < width and not any(headings[count:]):
        return [*cells, *[""] * (width - count)]
    return cells


def _is_heading(cells: list[str], headings: tuple[str, ...]) -> bool:
    return cells[0].removeprefix("\ufeff") == headings[0] and tuple(cells[1:]) == headings[1:]


def _resume(lines: _Lines, width: int, delimiter: str) -> None:
    """Goes back to the first line behind that of the row which is a row by itself."""
    for place, line in enumerate(lines.taken[1:], start=1):
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        if len(cells) == width:
            lines.give_back(place)
            return


def _explain(error: str) -> str:
    if "unexpected end" in error:
        return "it is cut short: a quote is opened and never closed"
    if "expected after" in error:
        return "a quote within it is neither doubled nor at the end of its cell"
    return error
