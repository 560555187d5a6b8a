"""THE rules table: every quality issue, its severity, its sentence and, where the finished record
shows it, its check. Issues without a check are found while a document is read or merged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, cast

from app.domain import swedish
from app.domain.collation import fold
from app.domain.record import Record

Severity = Literal["info", "warning", "error"]
Check = Callable[[Record, date], bool]

_FAR_YEARS = 10
_CUT_LENGTH = 30
_REFERENCE_LENGTH = 200
_RATE_TOLERANCE = 50
"""Half a percentage point, in hundredths."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of issue; the check gets the record and the day."""

    code: str
    severity: Severity
    sentence_sv: str
    sentence_en: str
    check: Check | None = None


def _missing(*names: str) -> Check:
    return lambda record, _: any(record.get(name) is None for name in names)


def _number(record: Record, name: str) -> int | None:
    return cast("int | None", record.get(name))


def _text(record: Record, name: str) -> str:
    return cast("str | None", record.get(name)) or ""


def _day(record: Record, name: str) -> date | None:
    return cast("date | None", record.get(name))


def _ends_before_start(record: Record, _: date) -> bool:
    start, end = _day(record, "start_date"), _day(record, "end_date")
    return start is not None and end is not None and end < start


def _ends_far_ahead(record: Record, today: date) -> bool:
    end = _day(record, "end_date")
    limit = (today.year + _FAR_YEARS, today.month, today.day)
    return end is not None and (end.year, end.month, end.day) > limit


def _support_exceeds_budget(record: Record, _: date) -> bool:
    support, budget = _number(record, "granted_support"), _number(record, "total_budget")
    return support is not None and budget is not None and support > budget


def _rate_differs(record: Record, _: date) -> bool:
    part, budget = _number(record, "eu_contribution"), _number(record, "total_budget")
    rate = _number(record, "eu_cofinancing_rate")
    if part is None or not budget or rate is None:
        return False
    return abs(part * 10_000 - rate * budget) > _RATE_TOLERANCE * budget


def _number_invalid(record: Record, _: date) -> bool:
    number = _text(record, "owner_organisation_number")
    return bool(number) and not swedish.is_valid_number(number)


def _number_personal(record: Record, _: date) -> bool:
    number = _text(record, "owner_organisation_number")
    return bool(number) and swedish.is_personal_number(number)


def _owner_is_name(record: Record, _: date) -> bool:
    return fold(_text(record, "owner")) == fold(_text(record, "name"))


def _owner_cut(record: Record, _: date) -> bool:
    old = record.get("programme_period") == "2007-2013"
    return old and len(_text(record, "owner")) == _CUT_LENGTH


def _objective_outside(record: Record, _: date) -> bool:
    area, objective = _text(record, "programme_area"), _text(record, "specific_objective")
    return bool(area and objective) and not objective.startswith(area)


def _refers_elsewhere(record: Record, _: date) -> bool:
    summary = _text(record, "summary")
    return len(summary) < _REFERENCE_LENGTH and summary.startswith(("Se ", "Samma som "))


_ROWS: tuple[Rule, ...] = (
    Rule(
        "amount-sentinel",
        "warning",
        "Sidan anger systemets värde för ”inget värde”.",
        "The page prints the system's value for “no value”.",
    ),
    Rule("amount-unreadable", "error", "Ett tal kan inte läsas.", "A figure cannot be read."),
    Rule("value-unreadable", "error", "Ett värde kan inte läsas.", "A value cannot be read."),
    Rule("date-unreadable", "error", "Ett datum kan inte läsas.", "A date cannot be read."),
    Rule(
        "end-before-start",
        "error",
        "Projektet slutar före det börjar.",
        "The project ends before it starts.",
        _ends_before_start,
    ),
    Rule(
        "far-future-date",
        "warning",
        "Slutdatum ligger mer än tio år fram.",
        "The end date is more than ten years ahead.",
        _ends_far_ahead,
    ),
    Rule(
        "period-not-stated",
        "info",
        "Start- eller slutdatum anges inte.",
        "The start or end date is not stated.",
        _missing("start_date", "end_date"),
    ),
    Rule(
        "budget-not-stated",
        "info",
        "Total projektbudget anges inte.",
        "The total budget is not stated.",
        _missing("total_budget"),
    ),
    Rule(
        "support-not-stated",
        "info",
        "Beviljat stöd anges inte.",
        "The granted support is not stated.",
        _missing("granted_support"),
    ),
    Rule(
        "participants-not-stated",
        "info",
        "Antal deltagare anges inte.",
        "The number of participants is not stated.",
        _missing("planned_participants"),
    ),
    Rule(
        "support-exceeds-budget",
        "warning",
        "Stödet är större än budgeten.",
        "The support exceeds the budget.",
        _support_exceeds_budget,
    ),
    Rule(
        "support-rate-mismatch",
        "warning",
        "EU-stödets andel av budgeten skiljer sig från medfinansieringsgraden.",
        "The EU contribution's share differs from the stated rate.",
        _rate_differs,
    ),
    Rule(
        "zero-budget",
        "warning",
        "Total projektbudget är 0.",
        "The total budget is 0.",
        lambda record, _: record.get("total_budget") == 0,
    ),
    Rule(
        "owner-is-project-name",
        "warning",
        "Ägaren heter som projektet.",
        "The owner bears the project's name.",
        _owner_is_name,
    ),
    Rule(
        "owner-truncated",
        "warning",
        "Ägarens namn kan vara avhugget vid 30 tecken.",
        "The owner's name may be cut at 30 characters.",
        _owner_cut,
    ),
    Rule(
        "organisation-number-invalid",
        "warning",
        "Organisationsnumret är inte giltigt.",
        "The organisation number is not valid.",
        _number_invalid,
    ),
    Rule(
        "organisation-number-personal",
        "warning",
        "Organisationsnumret är en persons.",
        "The organisation number is a natural person's.",
        _number_personal,
    ),
    Rule("region-unknown", "warning", "Regionen är okänd.", "The region is unknown."),
    Rule(
        "region-code-mismatch",
        "warning",
        "NUTS-koden och regionens namn går isär.",
        "The NUTS code and the region's name differ.",
    ),
    Rule(
        "programme-area-unknown",
        "warning",
        "Programområdet är okänt.",
        "The programme area is unknown.",
    ),
    Rule(
        "objective-outside-area",
        "warning",
        "Målet hör inte till programområdet.",
        "The objective lies outside the programme area.",
        _objective_outside,
    ),
    Rule(
        "intervention-type-unknown",
        "warning",
        "Interventionstypen är okänd.",
        "The intervention field is unknown.",
    ),
    Rule(
        "heading-mismatch",
        "info",
        "Rubriken skiljer sig från fälten.",
        "The heading differs from the fields.",
    ),
    Rule(
        "summary-missing",
        "info",
        "Sammanfattning saknas.",
        "There is no summary.",
        _missing("summary"),
    ),
    Rule(
        "summary-is-reference",
        "info",
        "Sammanfattningen hänvisar till en annan.",
        "The summary refers to another one.",
        _refers_elsewhere,
    ),
    Rule(
        "unknown-label",
        "info",
        "Sidan har en etikett som inte känns igen.",
        "The page has a label that is not known.",
    ),
    Rule(
        "duplicate-label",
        "warning",
        "Samma uppgift anges två gånger, olika.",
        "One fact is stated twice and differs.",
    ),
)
RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in _ROWS})


def check(record: Record, today: date) -> frozenset[str]:
    """Codes of the issues that the finished record shows."""
    return frozenset(
        rule.code for rule in _ROWS if rule.check is not None and rule.check(record, today)
    )
