"""Values that groups have in common: how they are written and named, how they are ordered, and the
question about the records behind them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.domain.fields import BY_NAME
from app.domain.quality import RULES
from app.domain.vocabulary import shown_label
from app.query.aggregation.question import ACTIVE_YEAR, GroupKey, Part
from app.query.model import Range
from app.query.narrowing import Narrowed, meeting


class PeriodCode(NamedTuple):
    """A code that means another thing in another programme period."""

    code: str
    period: str | None

    @property
    def text(self) -> str:
        """What to filter by."""
        return f"{self.period}:{self.code}" if self.period else self.code


KeyValue = str | bool | int | PeriodCode | None
"""A code or text, a truth value, a year, the lower end of a bin as it is stored; None: missing."""


def written(value: KeyValue) -> str | bool | int | None:
    """The value as its column has it."""
    return value.text if isinstance(value, PeriodCode) else value


def label_of(name: str, value: KeyValue, owners: Mapping[str, str]) -> str | None:
    """The Swedish name of a field's value, English where there is none; None where it is unknown or
    no source confirms it."""
    if value is None:
        return None
    if name == "owner_id":
        return owners.get(str(value))
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, PeriodCode):
        return shown_label(name, value.code, value.period)
    return _label_of_code(BY_NAME[name].codes, str(value))


def _label_of_code(codes: str, code: str) -> str | None:
    if codes == "quality_issues":
        return RULES[code].sentence_sv
    return shown_label(codes, code) if codes else code


def records_behind(
    keys: Sequence[GroupKey], values: Sequence[KeyValue]
) -> dict[str, Narrowed] | None:
    """What a question asks of which fields to find the records of a group; None where no question
    says so."""
    asked: dict[str, Narrowed] = {}
    for key, value in zip(keys, values, strict=True):
        if key.field == ACTIVE_YEAR and value is None:
            return None
        for name, wanted in _behind(key, value):
            narrowed, other = wanted, asked.get(name)
            if isinstance(narrowed, Range) and isinstance(other, Range):
                narrowed = meeting((narrowed, other))
            asked[name] = narrowed
    return asked


def _behind(key: GroupKey, value: KeyValue) -> Iterator[tuple[str, Narrowed]]:
    if isinstance(value, PeriodCode):
        yield key.field, value.text
        if not value.period:
            yield "programme_period", None
    elif value is None or (key.part is Part.WHOLE and key.field != ACTIVE_YEAR):
        yield key.field, value
    elif key.part is Part.BIN:
        yield key.field, Range(int(value), int(value) + key.width - 1)
    elif key.field == ACTIVE_YEAR:
        first, last = _days(Part.YEAR, value)
        yield "start_date", Range(None, last)
        yield "end_date", Range(first, None)
    else:
        yield key.field, Range(*_days(key.part, value))


def _days(part: Part, value: str | int) -> tuple[date, date]:
    """The first and last day of a year, `2021-Q3` or `2021-03`."""
    year, _, rest = str(value).partition("-")
    month, months = 1, 12
    if part is Part.QUARTER:
        month, months = int(rest[1:]) * 3 - 2, 3
    elif part is Part.MONTH:
        month, months = int(rest), 1
    first = date(int(year), month, 1)
    if month + months > 12:
        return first, date(int(year), 12, 31)
    return first, first.replace(month=month + months) - timedelta(days=1)
