"""Literals as JSON has them: numbers, true and false, texts, ranges with two ends.

Only makes texts of them: what a text states is read where those of a query string are.
"""

import re
from decimal import Decimal

from app.domain.fields import HUNDREDTHS, Kind
from app.faults import ValueRefused, quoted
from app.json_text import Json
from app.query.ranges import MARK
from app.query.values import DIGITS

_NUMBERS = frozenset({Kind.INTEGER, *HUNDREDTHS})
_ENDS = ("from", "to")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_NAMES = ((bool, "a boolean"), (str, "a text"), (list, "a list"), (dict, "an object"))


def text_of(kind: Kind, value: Json, *, ranged: bool = False) -> str:
    """The literal as a query string has it, a range where `ranged`; raises `ValueRefused`."""
    if value is None:
        raise ValueRefused("empty-value", "null is no value to compare with.", "isnull")
    if ranged and isinstance(value, dict):
        return _range(kind, value)
    if isinstance(value, bool):
        if kind is Kind.BOOLEAN:
            return "true" if value else "false"
    elif isinstance(value, int | Decimal):
        if kind in _NUMBERS:
            return _digits(value)
    elif isinstance(value, str) and (ranged or kind not in {*_NUMBERS, Kind.BOOLEAN}):
        return sound_text(value)
    raise _wrong_type(kind, value, ranged=ranged)


def sound_text(text: str) -> str:
    """The same text, which can stand in an address; raises `ValueRefused`."""
    if "\0" in text:
        raise ValueRefused("bad-encoding", "The text holds a NUL.")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueRefused("bad-encoding", "The text holds half of a surrogate pair.")
    return text


def _range(kind: Kind, ends: dict[str, Json]) -> str:
    if not ends or not {*ends} <= {*_ENDS}:
        raise ValueRefused("bad-value", "A range has from, to or both, and nothing else.")
    low, high = (text_of(kind, ends[name]) if name in ends else "" for name in _ENDS)
    if f"{low}{MARK}".index(MARK) < len(low):
        raise ValueRefused("bad-value", f"The text a range begins with cannot hold {MARK}.")
    return f"{low}{MARK}{high}"


def _digits(value: int | Decimal) -> str:
    number = Decimal(value)
    if not number.is_finite() or number.adjusted() > DIGITS:
        raise ValueRefused("out-of-range", f"A number has at most {DIGITS} digits.")
    if number.adjusted() < -DIGITS:
        raise ValueRefused("bad-value", "The number has too many decimals.")
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _wrong_type(kind: Kind, value: Json, *, ranged: bool) -> ValueRefused:
    expected, hint = "a text", None
    if kind in _NUMBERS:
        expected = "a number"
        hint = value if isinstance(value, str) and _NUMBER.fullmatch(value) else None
    elif kind is Kind.BOOLEAN:
        expected = "true or false"
    elif isinstance(value, int) and not isinstance(value, bool):
        hint = f'"{value}"'
    if ranged:
        expected += ", or a range"
    found = next((name for type_, name in _NAMES if isinstance(value, type_)), "a number")
    shown = f" {quoted(value)}" if isinstance(value, str) else ""
    return ValueRefused("bad-value", f"It must be {expected}, not {found}{shown}.", hint)
