"""What the finished record shows: one question a quality rule, of the record and the day."""

from collections.abc import Callable
from datetime import date
from typing import cast

from app.domain import swedish
from app.domain.collation import fold
from app.domain.record import Record

Check = Callable[[Record, date], bool]

_FAR_YEARS = 10
_CUT_LENGTH = 30
_REFERENCE_LENGTH = 200
_RATE_TOLERANCE = 50
"""Half a percentage point, in hundredths."""


def missing(*names: str) -> Check:
    """Whether one of these fields has no value."""
    return lambda record, _: any(record.get(name) is None for name in names)


def _number(record: Record, name: str) -> int | None:
    return cast("int | None", record.get(name))


def _text(record: Record, name: str) -> str:
    return cast("str | None", record.get(name)) or ""


def _day(record: Record, name: str) -> date | None:
    return cast("date | None", record.get(name))


def ends_before_start(record: Record, _: date) -> bool:
    """Whether the last day lies before the first."""
    start, end = _day(record, "start_date"), _day(record, "end_date")
    return start is not None and end is not None and end < start


def ends_far_ahead(record: Record, today: date) -> bool:
    """Whether the last day lies more than ten years ahead."""
    end = _day(record, "end_date")
    limit = (today.year + _FAR_YEARS, today.month, today.day)
    return end is not None and (end.year, end.month, end.day) > limit


def support_exceeds_budget(record: Record, _: date) -> bool:
    """Whether more support is granted than the budget holds."""
    support, budget = _number(record, "granted_support"), _number(record, "total_budget")
    return support is not None and budget is not None and support > budget


def rate_differs(record: Record, _: date) -> bool:
    """Whether the EU contribution is another share of the budget than the stated rate."""
    part, budget = _number(record, "eu_contribution"), _number(record, "total_budget")
    rate = _number(record, "eu_cofinancing_rate")
    if part is None or not budget or rate is None:
        return False
    return abs(part * 10_000 - rate * budget) > _RATE_TOLERANCE * budget


def number_invalid(record: Record, _: date) -> bool:
    """Whether the owner's organisation number has a wrong check digit."""
    number = _text(record, "owner_organisation_number")
    return bool(number) and not swedish.is_valid_number(number)


def number_personal(record: Record, _: date) -> bool:
    """Whether the owner's organisation number is a natural person's."""
    number = _text(record, "owner_organisation_number")
    return bool(number) and swedish.is_personal_number(number)


def owner_is_name(record: Record, _: date) -> bool:
    """Whether the owner is called like the project."""
    return fold(_text(record, "owner")) == fold(_text(record, "name"))


def owner_cut(record: Record, _: date) -> bool:
    """Whether the owner's name has the length at which the pages of 2007-2013 cut it."""
    old = record.get("programme_period") == "2007-2013"
    return old and len(_text(record, "owner")) == _CUT_LENGTH


def objective_outside(record: Record, _: date) -> bool:
    """Whether the objective belongs to another programme area."""
    area, objective = _text(record, "programme_area"), _text(record, "specific_objective")
    return bool(area and objective) and not objective.startswith(area)


def refers_elsewhere(record: Record, _: date) -> bool:
    """Whether the summary only names the project whose summary it is."""
    summary = _text(record, "summary")
    return len(summary) < _REFERENCE_LENGTH and summary.startswith(("Se ", "Samma som "))
