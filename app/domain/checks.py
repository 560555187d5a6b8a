"""What the finished record shows: one question a quality rule, of the record and the day."""

from collections.abc import Callable
from datetime import date

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
    return lambda record, _: None in map(record.get, names)


def _text(record: Record, name: str) -> str:
    text = record.get(name)
    return text if isinstance(text, str) else ""


def ends_before_start(record: Record, _: date) -> bool:
    """Whether the last day lies before the first."""
    start, end = record.get("start_date"), record.get("end_date")
    return isinstance(start, date) and isinstance(end, date) and end < start


def ends_far_ahead(record: Record, today: date) -> bool:
    """Whether the last day lies more than ten years ahead."""
    end = record.get("end_date")
    if not isinstance(end, date) or end.year < today.year + _FAR_YEARS:
        return False
    return (end.year - _FAR_YEARS, end.month, end.day) > (today.year, today.month, today.day)


def support_exceeds_budget(record: Record, _: date) -> bool:
    """Whether more support is granted than the budget holds."""
    support, budget = record.get("granted_support"), record.get("total_budget")
    return isinstance(support, int) and isinstance(budget, int) and support > budget


def rate_differs(record: Record, _: date) -> bool:
    """Whether the EU contribution is another share of the budget than the stated rate."""
    part, rate = record.get("eu_contribution"), record.get("eu_cofinancing_rate")
    if not isinstance(part, int) or not isinstance(rate, int):
        return False
    budget = record.get("total_budget")
    if not isinstance(budget, int) or not budget:
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
    is_old = record.get("programme_period") == "2007-2013"
    return is_old and len(_text(record, "owner")) == _CUT_LENGTH


def objective_outside(record: Record, _: date) -> bool:
    """Whether the objective belongs to another programme area."""
    area, objective = _text(record, "programme_area"), _text(record, "specific_objective")
    return bool(area and objective) and not objective.startswith(area)


def refers_elsewhere(record: Record, _: date) -> bool:
    """Whether the summary only names the project whose summary it is."""
    summary = _text(record, "summary")
    return len(summary) < _REFERENCE_LENGTH and summary.startswith(("Se ", "Samma som "))
