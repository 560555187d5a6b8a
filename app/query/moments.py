"""A moment of the past as text: a dataset version `417`, a day `2024-06-30`, a time in UTC.

Whether it lies in the past, and which state the registry had then, is found out elsewhere.
"""

import calendar
import re
from datetime import date, datetime
from typing import cast

from app.domain.fields import Kind
from app.faults import ValueRefused, quoted
from app.query.model import AsOf
from app.query.values import DIGITS, read_date, read_value, write_value

_VERSION = re.compile(r"[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PART = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")


def read_moment(text: str) -> AsOf:
    """The moment that a text states; raises `ValueRefused`."""
    if _VERSION.fullmatch(text):
        if len(text) > DIGITS:
            raise ValueRefused("out-of-range", f"A version has at most {DIGITS} digits.")
        return int(text)
    if _DAY.fullmatch(text):
        return read_date(text)
    if "T" not in text:
        raise ValueRefused(
            "bad-value",
            f"{quoted(text)} is no moment: write a day as 2024-06-30, a time as"
            " 2024-06-30T12:00:00Z, or a dataset version as 417.",
            last_day(text),
        )
    return cast("datetime", read_value(Kind.TIME, text))


def write_moment(value: AsOf) -> str:
    """The canonical text of a moment; reading it gives the moment again."""
    if isinstance(value, datetime):
        return write_value(Kind.TIME, value)
    return value.isoformat() if isinstance(value, date) else str(value)


def last_day(text: str) -> str | None:
    """The last day of a year or month, which may have been meant by it."""
    match = _PART.fullmatch(text)
    if match is None or match[1] == "0000":
        return None
    year, month = int(match[1]), int(match[2] or 12)
    return f"{match[1]}-{month:02d}-{calendar.monthrange(year, month)[1]}"
