"""Literals of each kind but codes: strict reading, and writing in their one canonical form.

Nothing is trimmed or guessed. Codes are read in codes.py, ranges in ranges.py.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

from app.domain.fields import HUNDREDTHS, Kind
from app.faults import ValueRefused, quoted
from app.query.model import Value

DIGITS = 18
"""Digits a number may have: all such numbers fit a 64-bit integer."""

_INTEGER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,2}))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_BLANK_OFFSET = re.compile(r"(.*T[0-9:.]+) ([0-9]{2}:[0-9]{2})")
_DECIMALS = ("", *(f".{part:02d}".rstrip("0") for part in range(1, 100)))
"""How each number of hundredths ends."""
_BOOLEANS = {"true": True, "false": False}
_ANSWERS = {"ja": "true", "yes": "true", "1": "true", "nej": "false", "no": "false", "0": "false"}


def read_value(kind: Kind, text: str) -> Value:
    """The value that a text states; raises `ValueRefused`."""
    if not text:
        raise ValueRefused("empty-value", "The value is empty.")
    return _READERS[kind](text)


def write_value(kind: Kind, value: Value) -> str:
    """The canonical text of a value; reading it gives the value again."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return write_hundredths(value) if kind in HUNDREDTHS else str(value)
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=None).isoformat()}Z"
    return value.isoformat() if isinstance(value, date) else value


def _text(text: str) -> str:
    return text


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueRefused(
            "bad-value", f"{quoted(text)} is no whole number.", _plain_number(text, _INTEGER)
        )
    if len(text.lstrip("-")) > DIGITS:
        raise ValueRefused("out-of-range", f"A number has at most {DIGITS} digits.")
    return int(text)


def _decimal(text: str) -> int:
    """Hundredths."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise ValueRefused(
            "bad-value",
            f"{quoted(text)} is no number with at most two decimals after a dot.",
            _plain_number(text, _DECIMAL),
        )
    digits = match[2] + (match[3] or "").ljust(2, "0")
    if len(digits) > DIGITS:
        raise ValueRefused("out-of-range", f"A number has at most {DIGITS - 2} digits and 2 more.")
    return int(match[1] + digits)


def _plain_number(text: str, form: re.Pattern[str]) -> str | None:
    """The number as it should have been written, when only its marks are in the way."""
    bare = re.sub(r"\s|kr$|SEK$|%$", "", text).replace(",", ".")
    return bare if form.fullmatch(bare) else None


def write_hundredths(number: int) -> str:
    """The canonical text of an amount or percentage."""
    whole, part = divmod(abs(number), 100)
    return f"{'-' if number < 0 else ''}{whole}{_DECIMALS[part]}"


def read_date(text: str) -> date:
    """A day as `2021-03-01`, nothing else."""
    if not _DATE.fullmatch(text):
        raise ValueRefused(
            "bad-value", f"{quoted(text)} is no date; write it as 2021-03-01.", _whole_days(text)
        )
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueRefused("bad-value", f"There is no day {text}.") from error


def _whole_days(text: str) -> str | None:
    """The days that a year or month alone may have stood for."""
    if re.fullmatch(r"[0-9]{4}", text):
        return f"{text}-01-01 or {text}-12-31"
    return f"{text}-01" if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) else None


def _time(text: str) -> datetime:
    if _DATE.fullmatch(text):
        day = read_date(text)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    if not _TIME.fullmatch(text):
        blank = _BLANK_OFFSET.fullmatch(text)
        raise ValueRefused(
            "bad-value",
            f"{quoted(text)} is no time; write it as 2021-03-01T12:00:00Z or 2021-03-01.",
            f"{blank[1]}%2B{blank[2]}" if blank else None,
        )
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise ValueRefused("bad-value", f"There is no time {text}.") from error
    except OverflowError as error:
        raise ValueRefused("out-of-range", f"{text} is beyond the calendar.") from error


def _boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        near = text.casefold() if text.casefold() in _BOOLEANS else _ANSWERS.get(text.casefold())
        raise ValueRefused(
            "bad-value", f"{quoted(text)} is neither true nor false.", near, tuple(_BOOLEANS)
        )
    return _BOOLEANS[text]


_READERS: Mapping[Kind, Callable[[str], Value]] = MappingProxyType(
    {
        Kind.KEY: _text,
        Kind.TEXT: _text,
        Kind.CODE: _text,
        Kind.LIST: _text,
        Kind.INTEGER: _integer,
        Kind.MONEY: _decimal,
        Kind.PERCENT: _decimal,
        Kind.DATE: read_date,
        Kind.TIME: _time,
        Kind.BOOLEAN: _boolean,
    }
)
