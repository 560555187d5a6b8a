"""How a list writes figures, dates, answers and what is not stated.

Each reader takes the text of one cell and returns its value, or raises `Unreadable`. The figures
of Swedish texts are read by domain/swedish.py, as on pages.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from app.domain import swedish
from app.domain.swedish import MAX_AMOUNT, SENTINEL, Unreadable

_NOISE = Decimal("0.000001")
"""What binary fractions add to an amount in calculations; a third decimal is far more."""
_SENTINEL = re.compile(r"-2147483648(?:[.,]0+)?")
_PLAIN = re.compile(r"([0-9]{1,16})(?:[.,]([0-9]{1,2}))?")
_FIGURE = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?")
_ENGLISH = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?")
_MOST_DIGITS = 18
_NO_PART = re.compile(r"[.,]0{1,2}$")
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?Z?$")
_ANSWERS = MappingProxyType(
    {"ja": True, "yes": True, "true": True, "sant": True}
    | {"nej": False, "no": False, "false": False, "falskt": False}
)
_DATES: Mapping[str, tuple[re.Pattern[str], str] | None] = MappingProxyType(
    {
        "year-month-day": None,
        "day/month/year": (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII), "dmy"),
        "month/day/year": (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII), "mdy"),
        "day.month.year": (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII), "dmy"),
    }
)
DATES = tuple(_DATES)
"""Styles of dates; the first is read beside any other, for spreadsheets keep real dates so."""
NOT_STATED = frozenset(
    {"n.a.", "n.a", "n/a", "#n/a", "none", "null", "nan", "okänt", "okänd", "uppgift saknas"}
    | {"saknas", "ej angivet", "ej angiven", "-", "–"}
)
"""What lists of authorities print for "not stated", in small letters."""


class Plain(str):
    """A figure as spreadsheets and JSON hold it: a dot before the decimals, no thousands marks."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Notation:
    """The readers of one list's cells; money and percent in hundredths.

    `missing` are texts that state nothing; `is_ours` lists were written by an export of ours.
    """

    amount: Callable[[str], int]
    count: Callable[[str], int]
    percent: Callable[[str], int]
    day: Callable[[str], date]
    missing: frozenset[str] = NOT_STATED
    is_ours: bool = False


def read_answer(text: str) -> bool:
    """Yes or no, in Swedish or English."""
    answer = _ANSWERS.get(text.casefold())
    if answer is None:
        raise Unreadable("value-unreadable")
    return answer


def make_notation(
    numbers: str = "swedish", dates: str = DATES[0], missing: frozenset[str] = NOT_STATED
) -> Notation:
    """The notation of a list of anybody's, by the styles that `NUMBERS` and `DATES` name."""
    amount, count = _NUMBERS[numbers]
    return Notation(_amounts(amount), _counts(count), _read_rate, _dates(dates), missing)


def _read_plain(text: str) -> int:
    """Hundredths of a figure with at most two decimals, but for the noise of binary fractions."""
    match = _PLAIN.fullmatch(text)
    if match:
        return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    if _FIGURE.fullmatch(text) is None:
        raise Unreadable("amount-unreadable")
    number = Decimal(text)
    if number.adjusted() > 18:
        raise Unreadable("amount-unreadable")
    exact = number.quantize(Decimal("0.01"))
    if abs(number - exact) > _NOISE:
        raise Unreadable("amount-unreadable")
    return int(exact * 100)


def _read_english(text: str) -> int:
    match = _ENGLISH.fullmatch(text)
    if match is None:
        raise Unreadable("amount-unreadable")
    return _read_plain(match[1].replace(",", "") + (match[2] or ""))


def _read_english_count(text: str) -> int:
    return _whole(text.replace(",", "")) if _ENGLISH.fullmatch(text) else _whole("")


def _read_ours(text: str) -> int:
    """As our exports write it, else as somebody wrote it into one."""
    return _read_plain(text) if _PLAIN.fullmatch(text) else swedish.read_amount(text)


def _read_our_percent(text: str) -> int:
    """Of ours, 0.5 is half a percent."""
    match = _PLAIN.fullmatch(text.removesuffix("%").rstrip())
    rate = _read_plain(match[0]) if match else swedish.read_percent(text)
    if rate > 100_00:
        raise Unreadable("amount-unreadable")
    return rate


def _read_rate(text: str) -> int:
    return swedish.read_percent(SENTINEL if _SENTINEL.fullmatch(text) else text)


def _amounts(hundredths: Callable[[str], int]) -> Callable[[str], int]:
    def read(text: str) -> int:
        if _SENTINEL.fullmatch(text):
            raise Unreadable("amount-sentinel")
        amount = (_read_plain if type(text) is Plain else hundredths)(text)
        if amount > MAX_AMOUNT:
            raise Unreadable("amount-unreadable")
        return amount

    return read


def _counts(printed: Callable[[str], int]) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
            return int(text)
        if _SENTINEL.fullmatch(text):
            raise Unreadable("amount-sentinel")
        return _whole(text) if type(text) is Plain else printed(_NO_PART.sub("", text))

    return read


def _whole(text: str) -> int:
    number = _read_plain(text)
    if number % 100:
        raise Unreadable("amount-unreadable")
    return number // 100


def _dates(style: str) -> Callable[[str], date]:
    form = _DATES[style]

    def read(text: str) -> date:
        bare = _MIDNIGHT.sub("", text)
        match = form[0].fullmatch(bare) if form else None
        if form is None or match is None:
            return swedish.read_date(bare)
        parts = dict(zip(form[1], map(int, match.groups()), strict=True))
        try:
            return date(parts["y"], parts["m"], parts["d"])
        except ValueError as error:
            raise Unreadable("date-unreadable") from error

    return read


_NUMBERS: Mapping[str, tuple[Callable[[str], int], Callable[[str], int]]] = MappingProxyType(
    {
        "swedish": (swedish.read_amount, swedish.read_count),
        "english": (_read_english, _read_english_count),
        "plain": (_read_plain, _whole),
    }
)
NUMBERS = tuple(_NUMBERS)
"""Styles of figures: `1 234,50`, `1,234.50`, and digits with one decimal mark at most."""

OURS = Notation(
    _amounts(_read_ours),
    _counts(swedish.read_count),
    _read_our_percent,
    _dates(DATES[0]),
    frozenset(),
    is_ours=True,
)
AUTHORITY = make_notation(dates="day/month/year")
"""ESF-rådet's list: `2024-04-01 00:00:00` or `16/03/2020`."""
PRINTED = make_notation()
"""A list with the labels of the pages: written as they are."""
