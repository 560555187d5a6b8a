"""Made-up projects as whole pages of text, each as the sites of its period print theirs."""

from collections.abc import Iterator, Mapping
from datetime import date

from app.domain.fields import BY_NAME, Kind
from app.domain.record import Value
from app.store.projects import Reading
from app.synthetic.readings import SEED, make_readings

Values = Mapping[str, Value]

_PERIOD = "Projektperiod"
_CONTACT = (("Kontaktperson", "contact_name"), ("E-post", "contact_email"))
_SUMS = (("Total projektbudget", "total_budget"), ("Beviljat ESF-stöd", "granted_support"))
_LABELS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "2007-2013": (
        ("Programområde", "programme_area"),
        ("Projektfas", "phase"),
        ("Projektägare", "owner"),
        *_CONTACT,
        *reversed(_SUMS),
        ("Antal deltagare", "planned_participants"),
        (_PERIOD, "start_date"),
        ("Region", "region_name"),
    ),
    "2014-2020": (
        ("Projektnummer", "number"),
        ("Projektägare", "owner"),
        ("Namn", "name"),
        ("Region", "region_name"),
        ("Planerat antal deltagare", "planned_participants"),
        (_PERIOD, "start_date"),
        *_SUMS,
        *_CONTACT,
        ("Programområde", "programme_area"),
        ("Specifikt mål", "specific_objective"),
        ("Interventionstyp", "intervention_type"),
    ),
    "2021-2027": (
        ("Land som berörs", "country"),
        ("Berörd fond", "fund"),
        ("Program CCI", "programme_cci"),
        ("Diarienummer", "number"),
        ("Projektägare organisationsnummer", "owner_organisation_number"),
        ("Projektägare", "owner"),
        ("Namn", "name"),
        ("Startdatum", "start_date"),
        ("Slutdatum", "end_date"),
        ("Stödmottagare postnr", "owner_postal_code"),
        ("Stödmottagare ort", "owner_city"),
        ("Unionens medfinansieringsgrad", "eu_cofinancing_rate"),
        ("Programområde", "programme_area"),
        ("Specifikt mål", "specific_objective"),
        ("Interventionstyp", "intervention_type"),
        ("Sekundärtema - Motverka barnfattigdom", "tackles_child_poverty"),
        ("Insats av strategisk betydelse", "strategic_importance"),
        ("NUTS-2 kod", "region"),
        ("Region", "region_name"),
        ("Planerat antal deltagare", "planned_participants"),
        *_SUMS,
        *_CONTACT,
    ),
}
"""What a page of each period prints, and in which order; the oldest glue label and value."""


def make_pages(count: int, seed: int = SEED) -> Iterator[str]:
    """As many pages, each of a project of its own."""
    return map(write_page, make_readings(count, seed))


def write_page(reading: Reading) -> str:
    """The page that states what a made-up document does, as far as its period prints it."""
    period = str(reading.period)
    values = {name: statement.value for name, statement in reading.statements.items()}
    between = "" if period == "2007-2013" else ":\n"
    block = (f"{label}{between}{text}" for label, text in _facts(values, period) if text)
    number = f"{values['number']} - " if "number" in values else ""
    text = str(values.get("summary", ""))
    lines = (f"{number}{values['name']}", "", *block, "", "Sammanfattning", "", text, "")
    return "\n".join(lines)


def _facts(values: Values, period: str) -> Iterator[tuple[str, str]]:
    for label, name in _LABELS[period]:
        if label == _PERIOD:
            yield label, _span(values, " till " if period == "2007-2013" else " - ")
        elif values.get(name) is not None:
            yield label, _print(name, values[name])


def _span(values: Values, between: str) -> str:
    start, end = values.get("start_date"), values.get("end_date")
    return f"{start}{between}{end}" if isinstance(start, date) and isinstance(end, date) else ""


def _print(name: str, value: Value) -> str:
    """A value as the pages have it: `1 474 535,50`, `66,5%`, `Ja`."""
    kind = BY_NAME[name].kind
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if kind is Kind.MONEY and isinstance(value, int):
        kronor = f"{value // 100:,}".replace(",", " ")
        return f"{kronor},{value % 100:02}" if value % 100 else kronor
    if kind is Kind.PERCENT and isinstance(value, int):
        return f"{value / 100:g}%".replace(".", ",")
    return str(value)
