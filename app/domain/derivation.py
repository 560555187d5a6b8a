"""From what documents state to the whole record: codes made legal, siblings filled in.

Every field that is worked out bears the name of its rule; nothing stated is changed but for codes
that their list or period does not allow, and those are flagged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from app.domain import quality, vocabulary
from app.domain.fields import FIELDS
from app.domain.provenance import Statement, Statements
from app.domain.record import NUMBER_SHAPES, Value

_PROGRAMMES = MappingProxyType({"2014-2020": "2014SE05M9OP001", "2021-2027": "2021SE05SFPR"})
FUNDS = MappingProxyType({"2007-2013": "ESF", "2014-2020": "ESF", "2021-2027": "ESF+"})
"""The fund of each programme period."""
_PERIOD_STARTS = MappingProxyType({period[:4]: period for period in vocabulary.PERIODS})
_LABELLED = MappingProxyType(
    {name: f"{name}_name" for name in ("programme_area", "specific_objective", "intervention_type")}
)
_UNSTATED: Final[dict[str, Value]] = dict.fromkeys(field.name for field in FIELDS)


@dataclass(slots=True)
class Derived:
    """A record in the making: the statements behind its values, issues met, and once everything is
    worked out, the values."""

    statements: dict[str, Statement]
    issues: set[str] = field(default_factory=set)
    record: dict[str, Value] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        statement = self.statements.get(name)
        value = statement.value if statement is not None else None
        return value if isinstance(value, str) else None

    def fill(self, name: str, value: str | None, rule: str) -> None:
        """A value worked out by a rule; it never replaces a stated one.

        What was printed and could not be read stays beside it.
        """
        if value is None:
            return
        printed = self.statements.get(name)
        if printed is None:
            self.statements[name] = _worked_out(value, rule)
        elif printed.value is None:
            self.statements[name] = printed._replace(value=value, origin="derived", rule=rule)

    def correct(self, name: str, value: str | None, issue: str = "") -> None:
        """A stated value brought into the list's form, or taken out and flagged."""
        stated = self.statements[name]
        issues = (*stated.issues, issue) if issue else stated.issues
        self.statements[name] = stated._replace(value=value, issues=issues)


@lru_cache(maxsize=1_000)
def _worked_out(value: str, rule: str) -> Statement:
    """A value of a code list of which nothing was printed; there are few."""
    return Statement(value, "derived", rule=rule)


def derive(statements: Statements, layout_period: str | None, today: date) -> Derived:
    """The whole record that the statements make on a day, with every issue they show."""
    derived = Derived(dict(statements))
    _derive_period(derived, layout_period)
    period = derived.text("programme_period")
    derived.fill("fund", FUNDS.get(period or ""), "fund-of-period")
    derived.fill("programme_cci", _PROGRAMMES.get(period or ""), "programme-of-period")
    _derive_area(derived, period)
    _derive_region(derived)
    _check_intervention(derived, period)
    for name, label in _LABELLED.items():
        code = derived.text(name)
        if code:
            derived.fill(label, vocabulary.shown_label(name, code, period), "code-list")
    derived.record = values(derived.statements)
    derived.issues |= quality.check(derived.record, today)
    for statement in derived.statements.values():
        if statement.issues:
            derived.issues.update(statement.issues)
    return derived


def values(statements: Statements) -> dict[str, Value]:
    """Field → value of every field of the table, missing ones as None."""
    record = _UNSTATED.copy()
    for name, one in statements.items():
        if name in record:
            record[name] = one.value
    return record


def _derive_period(derived: Derived, layout_period: str | None) -> None:
    for rule, decide in _PERIOD_RULES.items():
        period = decide(derived)
        if period is not None:
            derived.fill("programme_period", period, rule)
            return
        if rule == "period-of-objective" and layout_period:
            derived.fill("programme_period", layout_period, "period-of-layout")
            return


def _period_of_cci(derived: Derived) -> str | None:
    cci = derived.text("programme_cci") or ""
    return _PERIOD_STARTS.get(cci[:4])


def _period_of_fund(derived: Derived) -> str | None:
    return "2021-2027" if derived.text("fund") == "ESF+" else None


def _period_of_number(derived: Derived) -> str | None:
    number = derived.text("number") or ""
    return next((p for p, shape in NUMBER_SHAPES.items() if shape.fullmatch(number)), None)


def _period_of_objective(derived: Derived) -> str | None:
    objective = derived.text("specific_objective") or ""
    if not objective:
        return None
    return "2014-2020" if objective[0].isdigit() else "2021-2027"


def _period_of_start(derived: Derived) -> str | None:
    statement = derived.statements.get("start_date")
    if statement is None or not isinstance(statement.value, date):
        return None
    return next(p for p in reversed(vocabulary.PERIODS) if _begins(p, statement.value))


def _begins(period: str, start: date) -> bool:
    return start.year >= int(period[:4]) or period == vocabulary.PERIODS[0]


_PERIOD_RULES: Mapping[str, Callable[[Derived], str | None]] = MappingProxyType(
    {
        "period-of-cci": _period_of_cci,
        "period-of-fund": _period_of_fund,
        "period-of-number": _period_of_number,
        "period-of-objective": _period_of_objective,
        "period-of-start": _period_of_start,
    }
)
"""In order: the first that decides. The layout's own period comes before the start date."""


def _derive_area(derived: Derived, period: str | None) -> None:
    area = derived.text("programme_area")
    if area is not None and vocabulary.find("programme_area", area, period) is None:
        derived.correct("programme_area", None, "programme-area-unknown")
    objective = derived.text("specific_objective")
    if objective:
        area = objective.partition(".")[0] if "." in objective else objective[0]
        if vocabulary.find("programme_area", area, period):
            derived.fill("programme_area", area, "area-of-objective")


def _derive_region(derived: Derived) -> None:
    stated = derived.statements.get("region")
    if stated is not None and stated.by:  # a printed name belongs to the printed region
        derived.statements.pop("region_name", None)
    code, printed = derived.text("region"), derived.text("region_name")
    region = vocabulary.find("region", code)
    if region is None:
        return
    derived.fill("region_name", region.label, "code-list")
    if printed and printed != region.label:
        differs = vocabulary.region_code(printed) not in (None, code)
        derived.correct("region_name", region.label, "region-code-mismatch" if differs else "")


def _check_intervention(derived: Derived, period: str | None) -> None:
    code = derived.text("intervention_type")
    if code and vocabulary.find("intervention_type", code, period) is None:
        derived.issues.add("intervention-type-unknown")
