"""THE rules table: every quality issue with its severity, sentences, rule and, where the finished
record shows it, its check. Issues without a check are found while a document is read or merged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from app.domain import checks
from app.domain.checks import Check
from app.domain.record import Record

Severity = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The gravest first."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of issue: its sentences for readers, and the rule exactly. The check gets the record
    and the day."""

    code: str
    severity: Severity
    sentence_sv: str
    sentence_en: str
    rule: str
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A person's word that an issue of a record is as it should be: who, why and when (UTC)."""

    by: str
    reason: str
    at: datetime


_ROWS: tuple[Rule, ...] = (
    Rule("amount-sentinel", "warning",
         "Sidan anger systemets värde för ”inget värde”.",
         "The page prints the system's value for “no value”.",
         "-2147483648 is printed as a number"),
    Rule("amount-unreadable", "error",
         "Ett tal kan inte läsas.",
         "A figure cannot be read.",
         "an amount, a number of participants or a rate"),
    Rule("value-unreadable", "error",
         "Ett värde kan inte läsas.",
         "A value cannot be read.",
         "an objective, a country, a fund, a yes or no"),
    Rule("date-unreadable", "error",
         "Ett datum kan inte läsas.",
         "A date cannot be read.",
         "a date, or an end of a period, that is no day of the calendar"),
    Rule("end-before-start", "error",
         "Projektet slutar före det börjar.",
         "The project ends before it starts.",
         "end_date before start_date",
         checks.ends_before_start),
    Rule("far-future-date", "warning",
         "Slutdatum ligger mer än tio år fram.",
         "The end date is more than ten years ahead.",
         "end_date, seen from the day of the last change",
         checks.ends_far_ahead),
    Rule("period-not-stated", "info",
         "Start- eller slutdatum anges inte.",
         "The start or end date is not stated.",
         "start_date or end_date is missing",
         checks.missing("start_date", "end_date")),
    Rule("budget-not-stated", "info",
         "Total projektbudget anges inte.",
         "The total budget is not stated.",
         "total_budget is missing",
         checks.missing("total_budget")),
    Rule("support-not-stated", "info",
         "Beviljat stöd anges inte.",
         "The granted support is not stated.",
         "granted_support is missing",
         checks.missing("granted_support")),
    Rule("participants-not-stated", "info",
         "Antal deltagare anges inte.",
         "The number of participants is not stated.",
         "planned_participants is missing",
         checks.missing("planned_participants")),
    Rule("support-exceeds-budget", "warning",
         "Stödet är större än budgeten.",
         "The support exceeds the budget.",
         "granted_support above total_budget",
         checks.support_exceeds_budget),
    Rule("support-rate-mismatch", "warning",
         "EU-stödets andel av budgeten skiljer sig från medfinansieringsgraden.",
         "The EU contribution's share differs from the stated rate.",
         "eu_contribution / total_budget is more than half a point off eu_cofinancing_rate",
         checks.rate_differs),
    Rule("zero-budget", "warning",
         "Total projektbudget är 0.",
         "The total budget is 0.",
         "total_budget is 0",
         lambda record, _: record.get("total_budget") == 0),
    Rule("owner-is-project-name", "warning",
         "Ägaren heter som projektet.",
         "The owner bears the project's name.",
         "owner and name are one, compared without case",
         checks.owner_is_name),
    Rule("owner-truncated", "warning",
         "Ägarens namn kan vara avhugget vid 30 tecken.",
         "The owner's name may be cut at 30 characters.",
         "2007-2013, owner of exactly 30 characters",
         checks.owner_cut),
    Rule("organisation-number-invalid", "warning",
         "Organisationsnumret är inte giltigt.",
         "The organisation number is not valid.",
         "another shape, or a wrong check digit",
         checks.number_invalid),
    Rule("organisation-number-personal", "warning",
         "Organisationsnumret är en persons.",
         "The organisation number is a natural person's.",
         "its third digit is 0 or 1",
         checks.number_personal),
    Rule("region-unknown", "warning",
         "Regionen är okänd.",
         "The region is unknown.",
         "no code, name or variant of the list"),
    Rule("region-code-mismatch", "warning",
         "NUTS-koden och regionens namn går isär.",
         "The NUTS code and the region's name differ.",
         "the name is another region's; the code wins"),
    Rule("programme-area-unknown", "warning",
         "Programområdet är okänt.",
         "The programme area is unknown.",
         "no area of its programme period, or unreadable"),
    Rule("objective-outside-area", "warning",
         "Målet hör inte till programområdet.",
         "The objective lies outside the programme area.",
         "specific_objective does not begin with programme_area",
         checks.objective_outside),
    Rule("intervention-type-unknown", "warning",
         "Interventionstypen är okänd.",
         "The intervention field is unknown.",
         "no field of its programme period, or unreadable"),
    Rule("heading-mismatch", "info",
         "Rubriken skiljer sig från fälten.",
         "The heading differs from the fields.",
         "in the number or the name; the fields win"),
    Rule("summary-missing", "info",
         "Sammanfattning saknas.",
         "There is no summary.",
         "summary is missing",
         checks.missing("summary")),
    Rule("summary-is-reference", "info",
         "Sammanfattningen hänvisar till en annan.",
         "The summary refers to another one.",
         "under 200 characters, begins with “Se ” or “Samma som ”",
         checks.refers_elsewhere),
    Rule("unknown-label", "info",
         "Sidan har en etikett som inte känns igen.",
         "The page has a label that is not known.",
         "kept as printed, in the provenance"),
    Rule("duplicate-label", "warning",
         "Samma uppgift anges två gånger, olika.",
         "One fact is stated twice and differs.",
         "the first label that states the field wins"),
)  # fmt: skip
RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in _ROWS})
_CHECKS = tuple((rule.code, rule.check) for rule in _ROWS if rule.check is not None)


def check(record: Record, today: date) -> frozenset[str]:
    """Codes of the issues that the finished record shows."""
    return frozenset([code for code, is_met in _CHECKS if is_met(record, today)])
