"""Numbers as people read them, Swedish or English, and the unit in which large ones are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.charts.words import WORDS
from app.query.phrases import Language

_SWEDISH = str.maketrans({",": "\u202f", ".": ","})
"""Thousands stand apart by a thin blank that does not break, decimals behind a comma."""
_DIGITS = 3
_STEPS = (0, 6, 9)
"""Powers of ten of the units of money."""


def write_number(value: Decimal, language: Language) -> str:
    """All of a number, without zeros behind its decimals."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_SWEDISH) if language == "sv" else text


def write_short(value: Decimal, language: Language) -> str:
    """A number to three digits where it has decimals; whole parts are never rounded away."""
    if value:
        value = value.quantize(Decimal(1).scaleb(min(value.adjusted() - _DIGITS + 1, 0)))
    return write_number(value, language)


@dataclass(frozen=True, slots=True)
class Unit:
    """In what figures are told: so many of it are ten to this power."""

    word: str
    power: int = 0

    def scaled(self, value: Decimal) -> Decimal:
        """A figure in this unit."""
        return value.scaleb(-self.power)


def unit_of(unit: str, values: Iterable[Decimal], language: Language) -> Unit:
    """The unit in which the largest of these figures is short."""
    words = WORDS[language].units.get(unit)
    if not words:
        return Unit("")
    largest = max(values, default=Decimal(0))
    places = range(len(words))
    place = max((one for one in places if largest >= 10 ** _STEPS[one]), default=0)
    return Unit(words[place], _STEPS[place])


def write_exact(value: Decimal, unit: str, language: Language) -> str:
    """A figure with its unit."""
    sign = {"SEK": "kr" if language == "sv" else "SEK"}.get(unit, unit)
    return f"{write_number(value, language)}\u00a0{sign}".rstrip("\u00a0")
