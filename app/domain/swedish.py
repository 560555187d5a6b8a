"""Reads figures, dates and answers as Swedish authorities print them.

Each reader takes the text of one value and returns it, or raises `Unreadable` with the code of the
quality issue. Nothing is guessed: what does not match exactly is unreadable.
"""

import re
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from stdnum import luhn

MAX_AMOUNT = 10**15
"""Largest amount, in öre (10¹³ SEK)."""
SENTINEL: Final = "-2147483648"
"""What the authority's system prints for "no value" (the least 32-bit integer)."""

_GAPS = " \u00a0\u2009\u202f"
_THOUSANDS = "|".join(
    rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+" for mark in (f"[{_GAPS}]", r"\.", ",")
)
_NUMBER = re.compile(rf"(?P<whole>[0-9]+|{_THOUSANDS})(?:(?P<mark>[.,])(?P<part>[0-9]{{1,2}}))?")
_MOST_DIGITS = 18
"""Digits of the largest whole number that every database keeps."""
_GAPS_AND_MARKS = str.maketrans("", "", f"{_GAPS}.,")
_PLAIN = re.compile(r"[0-9]{1,15}|[1-9][0-9]{0,2}(?: [0-9]{3}){1,4}")
"""How most whole numbers are printed: `240`, `381 969`."""
_CURRENCY = re.compile(r"(?:kr|SEK)$", re.IGNORECASE)
_DATE = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_ONE_DATE = re.compile(_DATE)
_PERIOD = re.compile(rf"{_DATE}?\s*(?:-|–|till)\s*{_DATE}?")
_RATE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\s*(%)?")
_ANSWERS = MappingProxyType({"ja": True, "nej": False})
_ORGANISATION = re.compile(
    r"(?:16)?([0-9]{6}-?[0-9]{4})|SE([0-9]{10})01|(?:19|20)([0-9]{2}[01][0-9]{3}[-+]?[0-9]{4})"
)


class Unreadable(ValueError):
    """A printed value that cannot be read, or that says "no value"; bears the issue's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_amount(text: str) -> int:
    """An amount in öre: `381 969`, `1 474 535 kr`, `2.073.781,25`."""
    if _PLAIN.fullmatch(text):
        return _in_range(int(text.replace(" ", "")) * 100)
    if not text[-1:].isdigit():
        text = _CURRENCY.sub("", text).rstrip(_GAPS)
    whole, part = _read_number(text)
    return _in_range(whole * 100 + int((part or "0").ljust(2, "0")))


def read_count(text: str) -> int:
    """A whole number such as a number of participants."""
    if _PLAIN.fullmatch(text):
        return int(text.replace(" ", ""))
    whole, part = _read_number(text)
    if part:
        raise Unreadable("amount-unreadable")
    return whole


def read_percent(text: str) -> int:
    """A rate in hundredths of a percent: `50%`, `66,5 %`; a bare number ≤ 1 is a fraction."""
    if text == SENTINEL:
        raise Unreadable("amount-sentinel")
    match = _RATE.fullmatch(text)
    if match is None:
        raise Unreadable("amount-unreadable")
    whole, part, sign = match.groups("")
    millionths = int(whole) * 10_000 + int(part.ljust(4, "0"))
    if not sign and millionths <= 10_000:
        return millionths
    if millionths % 100 or millionths > 1_000_000:
        raise Unreadable("amount-unreadable")
    return millionths // 100


def read_date(text: str) -> date:
    """An ISO date."""
    if _ONE_DATE.fullmatch(text) is None:
        raise Unreadable("date-unreadable")
    return _date(text)


def read_period(text: str) -> tuple[date | None, date | None]:
    """Both ends of `2021-02-01 - 2021-10-31`, `2009-05-01 till 2009-10-31`; either may be open."""
    match = _PERIOD.fullmatch(text)
    start, end = match.groups() if match else (None, None)
    if not (start or end):
        raise Unreadable("date-unreadable")
    return _date(start) if start else None, _date(end) if end else None


def read_answer(text: str) -> bool:
    """`Ja` or `Nej`."""
    answer = _ANSWERS.get(text.casefold())
    if answer is None:
        raise Unreadable("value-unreadable")
    return answer


def organisation_number(text: str) -> str | None:
    """Ten digits of `212000-3005`, `SE212000300501` or `162120003005`; None for another shape.

    A bad check digit is kept: `is_valid_number` tells, and the record is flagged. A person's
    number is read with its century too, so that it is known, and handled, as what it is.
    """
    bare = "".join(text.split())
    if len(bare) == 10 and bare.isascii() and bare.isdigit():
        return bare
    match = _ORGANISATION.fullmatch(bare)
    number = match[match.lastindex or 0] if match else None
    return number.replace("-", "").replace("+", "") if number else None


@lru_cache(maxsize=10_000)
def is_valid_number(number: str) -> bool:
    """Whether the check digit (Luhn) of a ten-digit organisation number is right."""
    return luhn.is_valid(number)


def is_personal_number(number: str) -> bool:
    """Whether ten digits are a natural person's: the third digit, of a month, is 0 or 1."""
    return number[2] in "01"


def _read_number(text: str) -> tuple[int, str | None]:
    """The whole part of a printed number and the digits of its decimals."""
    if text == SENTINEL:
        raise Unreadable("amount-sentinel")
    match = _NUMBER.fullmatch(text)
    digits = match["whole"].translate(_GAPS_AND_MARKS) if match else ""
    if match is None or len(digits) > _MOST_DIGITS:
        raise Unreadable("amount-unreadable")
    if match["mark"] and match["mark"] in match["whole"]:  # one mark cannot mean both
        raise Unreadable("amount-unreadable")
    return int(digits), match["part"]


def _in_range(amount: int) -> int:
    if amount > MAX_AMOUNT:
        raise Unreadable("amount-unreadable")
    return amount


def _date(text: str) -> date:
    """The day of a text that is shaped as one: none is of `2021-02-30`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable("date-unreadable") from error
