"""Stored values as spreadsheets take them: the guard against formulas, decimal marks, words."""

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from app.domain.fields import HUNDREDTHS, Field, Kind
from app.domain.vocabulary import CODES
from app.exports.style import Style
from app.query.values import write_value
from app.store.reads import iso_time

GUARD = "'"
"""Stands before a text that a spreadsheet would run, and before one that begins with itself: who
reads the file takes one away."""

Cell = str | int
Convert = Callable[[Cell], str]
_TEXTS = frozenset({Kind.KEY, Kind.TEXT, Kind.CODE})
_RUNS = re.compile(r"['=+\-@\t\r\n＝＋－＠]")
_FIGURES = re.compile(r"[0-9](?:[0-9.,:/ \u00a0\u202feE+-]*[0-9])?")
"""What could be a number, a date or a time; any other text stays what it is."""
_NUMBER = re.compile(r"(?=.*[0-9]{5})[0-9]+(?:[/:-][0-9]+)+")
"""A reference number such as 2015/00671: no date has five figures in a row."""
_DIGITS_KEPT = 15


def guard(text: str) -> str:
    """The text as a spreadsheet can be given it."""
    return f"{GUARD}{text}" if _RUNS.match(text) else text


def hold(text: str) -> str:
    """The same in a CSV file for Excel, which also makes dates and numbers of texts: these come as
    formulas that give the text."""
    return f'="{text}"' if _is_taken_for_another(text) else guard(text)


def converters(fields: tuple[Field, ...], style: Style) -> tuple[Convert, ...]:
    """What makes the text of each column's stored values."""
    return tuple(converter(field, style) for field in fields)


def converter(field: Field, style: Style) -> Convert:
    """What makes a text of a field's stored value."""
    if field.codes == "status" and style.labels is not None:
        return _status_words(style)
    if field.kind is Kind.BOOLEAN:
        return style.answer
    if field.kind in _TEXTS and style.excel:
        return _hold_text
    if field.kind is Kind.LIST:
        return partial(_list_text, style.excel, " " if field.codes else "; ")
    if field.kind is Kind.TIME:
        return _excel_time if style.excel else _plain_time
    return partial(_decimal, field.kind, style.decimal_mark) if field.kind in HUNDREDTHS else str


def list_text(field: Field, value: Cell) -> str:
    """A list as one text: codes with blanks between them, free texts with semicolons."""
    return _list_text(False, " " if field.codes else "; ", value)


def _is_taken_for_another(text: str) -> bool:
    if not _FIGURES.fullmatch(text):
        return False
    if text.isdigit():
        return len(text) > _DIGITS_KEPT or (text.startswith("0") and text != "0")
    return not _NUMBER.fullmatch(text)


def _hold_text(value: Cell) -> str:
    return hold(str(value))


def _list_text(excel: bool, separator: str, value: Cell) -> str:
    text = separator.join(json.loads(str(value)))
    return hold(text) if excel else text


def _status_words(style: Style) -> Convert:
    swedish = style.labels == "sv"
    words: Mapping[str, str] = MappingProxyType(
        {row.code: row.label if swedish else row.label_en for row in CODES["status"]}
    )
    return lambda value: words[str(value)]


def _excel_time(value: Cell) -> str:
    return str(value)[:19]


def _plain_time(value: Cell) -> str:
    return iso_time(str(value))


def _decimal(kind: Kind, mark: str, value: Cell) -> str:
    return write_value(kind, value).replace(".", mark)
