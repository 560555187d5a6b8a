"""THE label table: what the pages call each fact, and how its text is read.

Where two labels state one field, the lower rank wins. What a reader cannot read is null and
flagged; a label that is not in this table is kept raw and flagged.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain import swedish, vocabulary
from app.domain.collation import fold
from app.domain.record import Value
from app.domain.swedish import Unreadable

_AREAS = frozenset("12345ABCDEF")
_AREA = re.compile(r"(?:Programområde )?([1-5A-F])(?:(\.\d))?(?:\s.*)?")
_OBJECTIVE = re.compile(r"([1-5]\.\d|[A-F]\d[A-Z]?)(?:\s.*)?")
_INTERVENTION = re.compile(r"(\d{1,3})(?:\.0?)?")

_REGIONS: Mapping[str, str | None] = MappingProxyType(
    {region.label: vocabulary.region_code(region.label) for region in vocabulary.REGIONS}
)
"""How most pages spell a region; every other spelling is looked up as such."""

Values = Mapping[str, Value]
Reader = Callable[[str], Values]


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, the fields that it states, and how to read its value.

    `read_one` reads the value of a label that states one field without naming it.
    """

    printed: str
    fields: tuple[str, ...]
    read: Reader
    rank: int = 0
    read_one: Callable[[str], Value] | None = None


def clean(text: str) -> str:
    """Text as it is stored: NFC, without blanks around it."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()


def _one(printed: str, name: str, read: Callable[[str], Value], rank: int = 0) -> Label:
    return Label(printed, (name,), lambda text: {name: read(text)}, rank, read)


def _read_area(text: str) -> Values:
    """`2`, `A`, `2.1 Öka övergångarna till arbete`, `Programområde 2 Ökat arbetskraftsutbud`."""
    if text in _AREAS:  # as most are
        return {"programme_area": text}
    match = _AREA.fullmatch(text)
    if match is None:
        raise Unreadable("programme-area-unknown")
    area = {"programme_area": match[1]}
    return area | {"specific_objective": match[1] + match[2]} if match[2] else area


def _read_objective(text: str) -> str:
    match = _OBJECTIVE.fullmatch(text)
    if match is None:
        raise Unreadable("value-unreadable")
    return match[1]


def _read_intervention(text: str) -> str:
    if len(text) <= 3 and text.isdecimal():
        return text
    match = _INTERVENTION.fullmatch(text)
    if match is None:
        raise Unreadable("intervention-type-unknown")
    return match[1]


def _read_region(text: str) -> Values:
    code = _REGIONS.get(text) or vocabulary.region_code(text)
    return {"region_name": clean(text), "region": code} if code else {"region_name": clean(text)}


def _read_nuts(text: str) -> str:
    if vocabulary.find("region", text) is None:
        raise Unreadable("region-unknown")
    return text


def _read_country(text: str) -> str:
    if fold(text) not in ("sverige", "se"):
        raise Unreadable("value-unreadable")
    return "SE"


def _read_fund(text: str) -> str:
    fund = text.upper()
    if vocabulary.find("fund", fund) is None:
        raise Unreadable("value-unreadable")
    return fund


def _read_programme(text: str) -> str:
    """`2021SE05SFPR001` is the same programme as `2021SE05SFPR`."""
    code = clean(text)
    programme, version = code[:-3], code[-3:]
    return programme if programme.endswith("SFPR") and version.isdecimal() else code


def _read_number(text: str) -> str:
    number = swedish.organisation_number(text)
    if number is None:
        raise Unreadable("organisation-number-invalid")
    return number


def _read_period(text: str) -> Values:
    start, end = swedish.read_period(text)
    return {"start_date": start, "end_date": end}


_ROWS: tuple[Label, ...] = (
    _one("Diarienummer", "number", clean),
    _one("Projektnummer", "number", clean, rank=1),
    _one("Namn", "name", clean),
    _one("Projektfas", "phase", clean),
    _one("Utlysning", "call_number", clean),
    _one("Berörd fond", "fund", _read_fund),
    _one("EU-fond", "fund", _read_fund, rank=1),
    _one("Program CCI", "programme_cci", _read_programme),
    Label("Programområde", ("programme_area", "specific_objective"), _read_area, rank=1),
    _one("Specifikt mål", "specific_objective", _read_objective),
    _one("Interventionstyp", "intervention_type", _read_intervention),
    _one("Interventionsområde", "intervention_type", _read_intervention, rank=1),
    _one("NUTS-2 kod", "region", _read_nuts),
    Label("Region", ("region_name", "region"), _read_region, rank=1),
    _one("Land som berörs", "country", _read_country),
    _one("Projektägare", "owner", clean),
    _one("Projektägare organisationsnummer", "owner_organisation_number", _read_number),
    _one("Stödmottagare postnr", "owner_postal_code", clean),
    _one("Stödmottagare ort", "owner_city", clean),
    _one("Stödmottagarens address", "owner_address", clean),
    _one("Startdatum", "start_date", swedish.read_date),
    _one("Slutdatum", "end_date", swedish.read_date),
    Label("Projektperiod", ("start_date", "end_date"), _read_period, rank=1),
    _one("Planerat antal deltagare", "planned_participants", swedish.read_count),
    _one("Antal deltagare", "planned_participants", swedish.read_count, rank=1),
    _one("Total projektbudget", "total_budget", swedish.read_amount),
    _one("Total Kostnader", "total_cost", swedish.read_amount),
    _one("Beviljat ESF-stöd", "granted_support", swedish.read_amount),
    _one("EU-stöd", "eu_contribution", swedish.read_amount),
    _one("Unionens medfinansieringsgrad", "eu_cofinancing_rate", swedish.read_percent),
    _one("Sekundärtema - Motverka barnfattigdom", "tackles_child_poverty", swedish.read_answer),
    _one("Insats av strategisk betydelse", "strategic_importance", swedish.read_answer),
    _one("Kontaktperson", "contact_name", clean),
    _one("E-post", "contact_email", clean),
    _one("Telefonnummer", "contact_phone", clean),
)
LABELS: Mapping[str, Label] = MappingProxyType({fold(label.printed): label for label in _ROWS})
