"""One member of a JSON record: read into the value of its field, by kind.

Says only whether a value is of the field's kind; what a field allows is told in rules.py.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from app.domain.fields import Field, Kind
from app.domain.record import Value
from app.faults import ValueRefused, quoted
from app.json_text import Json
from app.query.values import DIGITS, read_value

_SURROGATE = re.compile("[\ud800-\udfff]")
_NAMES = ((bool, "a boolean"), (str, "a string"), (list, "an array"), (dict, "an object"))


def read_member(field: Field, value: Json) -> Value:
    """The value of a member, null being a missing one; raises `ValueRefused`."""
    return None if value is None else _READERS[field.kind](value)


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise _wrong_type(value, "a string")
    if not value:
        raise ValueRefused("empty-value", "The text is empty; a missing value is null.", "null")
    if "\0" in value:
        raise ValueRefused("bad-value", "The text holds a NUL.")
    if _SURROGATE.search(value):
        raise ValueRefused("bad-value", "The text holds half of a surrogate pair.")
    return value.replace("\r\n", "\n")  # the line ends of other systems are line ends


def _integer(value: Json) -> int:
    number = _number(value, "a whole number", DIGITS)
    if number != number.to_integral_value():
        raise ValueRefused("bad-value", f"{value} is no whole number.")
    return int(number)


def _hundredths(value: Json) -> int:
    number = _number(value, "a number", DIGITS - 2) * 100
    if number != number.to_integral_value():
        raise ValueRefused("bad-value", f"{value} has more than two decimals.")
    return int(number)


def _number(value: Json, expected: str, digits: int) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong_type(value, expected)
    number = Decimal(value)
    if not number.is_finite() or number.adjusted() >= digits:
        raise ValueRefused("out-of-range", f"A number has at most {digits} digits.")
    if len(number.as_tuple().digits) > DIGITS or number.adjusted() < -DIGITS:
        raise ValueRefused("bad-value", "The number has too many decimals.")
    return number


def _boolean(value: Json) -> bool:
    if not isinstance(value, bool):
        raise _wrong_type(value, "true or false")
    return value


def _list(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _wrong_type(value, "an array of strings")
    return tuple(map(_text, value))


def _literal(kind: Kind) -> Callable[[Json], Value]:
    return lambda value: read_value(kind, _text(value))


def _wrong_type(value: Json, expected: str) -> ValueRefused:
    found = next((name for kind, name in _NAMES if isinstance(value, kind)), "a number")
    shown = f" {quoted(value)}" if isinstance(value, str) else ""
    return ValueRefused("wrong-type", f"It must be {expected}, not {found}{shown}.")


_READERS: Mapping[Kind, Callable[[Json], Value]] = MappingProxyType(
    {
        Kind.KEY: _text,
        Kind.TEXT: _text,
        Kind.CODE: _text,
        Kind.LIST: _list,
        Kind.INTEGER: _integer,
        Kind.MONEY: _hundredths,
        Kind.PERCENT: _hundredths,
        Kind.DATE: _literal(Kind.DATE),
        Kind.TIME: _literal(Kind.TIME),
        Kind.BOOLEAN: _boolean,
    }
)
