"""THE field table: every field of a project record, in column order.

Parser, SQL, OpenAPI, `/v1/schema` and the documentation checks are made from it. A new field goes
last: it is one row here, one in models/projects.py and a migration.
Labels are the authority's own words; sources stand in docs/data.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """How a value is stored, compared and written."""

    KEY = "key"
    TEXT = "text"
    CODE = "code"
    LIST = "list"
    INTEGER = "integer"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    BOOLEAN = "boolean"


HUNDREDTHS = frozenset({Kind.MONEY, Kind.PERCENT})
"""Kinds kept as an integer of hundredths (öre, hundredths of a percent)."""
_FACETS = frozenset({Kind.CODE, Kind.LIST, Kind.BOOLEAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What sets a field apart from an ordinary stated one."""

    nullable: bool = True
    computed: bool = False  # worked out by the service, never taken from a writer
    personal: bool = False  # contact data: never filtered, sorted, listed or logged
    long: bool = False  # left out of list rows unless asked for
    sortable: bool = True
    by_period: bool = False  # the same code means another thing in another programme period
    grouped: bool = False  # a text or key that many records share, so that they are counted by it


PLAIN = Flags()
REQUIRED = Flags(nullable=False)
COMPUTED = Flags(computed=True)
ALWAYS = Flags(nullable=False, computed=True)
PERSONAL = Flags(personal=True, sortable=False)
LONG = Flags(long=True, sortable=False)
BY_PERIOD = Flags(by_period=True)
GROUPED = Flags(grouped=True)


@dataclass(frozen=True, eq=False, slots=True)  # by identity: cheap to look up in a cache
class Field:
    """One column: its name, kind, labels, meaning and what a reader must beware of."""

    name: str
    kind: Kind
    label_sv: str
    label_en: str
    definition: str
    caveat: str = ""
    flags: Flags = PLAIN
    codes: str = ""  # name of the code list that holds its values, see vocabulary.py

    @property
    def unit(self) -> str:
        """`SEK`, `%` or nothing."""
        return {Kind.MONEY: "SEK", Kind.PERCENT: "%"}.get(self.kind, "")

    @property
    def is_facet(self) -> bool:
        """Whether records are counted by its values: codes, truth values and what is flagged so."""
        return self.kind in _FACETS or self.flags.grouped


_DECIDED = "As decided, in current prices."
_UNCONFIRMED = "Null where no source confirms the label."

FIELDS: tuple[Field, ...] = (
    Field("id", Kind.KEY, "Id", "Id",
          "The record's key in every address; never changes once given.", flags=ALWAYS),
    Field("number", Kind.TEXT, "Diarienummer", "Reference number",
          "The authority's number of the project, as printed.",
          "Pages of 2007-2013 print none."),
    Field("name", Kind.TEXT, "Namn", "Name", "The project's name.", flags=REQUIRED),
    Field("summary", Kind.TEXT, "Sammanfattning", "Summary",
          "The running text of the page, in Swedish.", flags=LONG),
    Field("summary_en", Kind.TEXT, "Sammanfattning engelsk", "Summary in English",
          "The summary in English.", "Only the authority's list states it.", LONG),
    Field("phase", Kind.TEXT, "Projektfas", "Phase",
          "Preparation (Förprojektering) or implementation (Genomförande).",
          "Printed for 2007-2013 only.", GROUPED),
    Field("call_number", Kind.TEXT, "Utlysning", "Call", "Number of the call for proposals.",
          flags=GROUPED),
    Field("programme_period", Kind.CODE, "Programperiod", "Programme period",
          "The programming period of the fund.",
          "Never printed: derived from the programme, fund, number, objective or layout.",
          codes="programme_period"),
    Field("fund", Kind.CODE, "Berörd fond", "Fund",
          "European Social Fund (ESF) or European Social Fund Plus (ESF+).",
          "Derived from the period where it is not printed.", codes="fund"),
    Field("programme_cci", Kind.TEXT, "Program CCI", "Programme CCI",
          "The Commission's code of the programme (common identification code)."),
    Field("programme_area", Kind.CODE, "Programområde", "Programme area",
          "The priority of the programme.", "The same code means another area in another period.",
          BY_PERIOD, "programme_area"),
    Field("programme_area_name", Kind.TEXT, "Programområde, namn", "Programme area, name",
          "The programme area's Swedish label.", _UNCONFIRMED, COMPUTED),
    Field("specific_objective", Kind.CODE, "Specifikt mål", "Specific objective",
          "The specific objective of the programme.", flags=BY_PERIOD,
          codes="specific_objective"),
    Field("specific_objective_name", Kind.TEXT, "Specifikt mål, namn",
          "Specific objective, name", "The objective's Swedish label.", _UNCONFIRMED, COMPUTED),
    Field("intervention_type", Kind.CODE, "Interventionstyp", "Intervention field",
          "The Commission's intervention field.",
          "The two periods use different lists.", BY_PERIOD, "intervention_type"),
    Field("intervention_type_name", Kind.TEXT, "Interventionstyp, namn",
          "Intervention field, name", "The intervention field's label, in English.",
          "/v1/intervention-types says which labels no source confirms.", COMPUTED),
    Field("region", Kind.CODE, "NUTS-2 kod", "Region, NUTS 2 code",
          "The ESF Council's region as a NUTS 2 code; SE0 = the whole country.",
          "SE0 is the authority's own and no NUTS code.", codes="region"),
    Field("region_name", Kind.TEXT, "Region", "Region, name",
          "The region's name at the ESF Council; one spelling at every door.", flags=COMPUTED),
    Field("country", Kind.CODE, "Land som berörs", "Country concerned",
          "Country concerned, ISO 3166-1 alpha-2.", codes="country"),
    Field("owner", Kind.TEXT, "Projektägare", "Beneficiary",
          "The organisation that owns the project, as printed.",
          "2007-2013 pages cut names at 30 characters.", REQUIRED),
    Field("owner_unit", Kind.TEXT, "Projektägare, enhet", "Beneficiary, unit",
          "Workplace or unit of the owner."),
    Field("owner_organisation_number", Kind.TEXT, "Projektägare organisationsnummer",
          "Beneficiary ID", "The owner's Swedish organisation number, ten digits.",
          "A number of a natural person is treated as contact data."),
    Field("owner_postal_code", Kind.TEXT, "Stödmottagare postnr", "Beneficiary postal code",
          "Postal code of the owner's seat.", "Not the project's place."),
    Field("owner_city", Kind.TEXT, "Stödmottagare ort", "Beneficiary city",
          "Town of the owner's seat.", "Not the project's place."),
    Field("owner_address", Kind.TEXT, "Stödmottagarens address", "Beneficiary address",
          "Street address of the owner's seat.", "Not the project's place."),
    Field("start_date", Kind.DATE, "Startdatum", "Start date", "First day of the project."),
    Field("end_date", Kind.DATE, "Slutdatum", "End date", "Last day of the project."),
    Field("status", Kind.CODE, "Status", "Status",
          "planned, ongoing, ended or unknown, by the date in Europe/Stockholm.",
          "unknown where a needed date is missing.", ALWAYS, "status"),
    Field("planned_participants", Kind.INTEGER, "Planerat antal deltagare",
          "Planned participants", "Participants planned.", "A printed 0 is 0, not missing."),
    Field("total_budget", Kind.MONEY, "Total projektbudget", "Total budget",
          "Total budget of the project.", _DECIDED),
    Field("total_cost", Kind.MONEY, "Total Kostnader", "Total cost",
          "Total cost of the project.", _DECIDED),
    Field("granted_support", Kind.MONEY, "Beviljat ESF-stöd", "Granted support",
          "Support granted by the ESF Council.",
          "Can hold national co-financing: not the EU contribution."),
    Field("eu_contribution", Kind.MONEY, "EU-stöd", "EU contribution",
          "The Union's contribution.", "Only the authority's list states it."),
    Field("eu_cofinancing_rate", Kind.PERCENT, "Unionens medfinansieringsgrad",
          "EU co-financing rate", "The Union's share of the cost, in percent."),
    Field("tackles_child_poverty", Kind.BOOLEAN, "Sekundärtema - Motverka barnfattigdom",
          "Tackles child poverty", "Secondary theme: tackling child poverty."),
    Field("strategic_importance", Kind.BOOLEAN, "Insats av strategisk betydelse",
          "Operation of strategic importance",
          "Operation of strategic importance, Regulation (EU) 2021/1060, Article 2(5)."),
    Field("contact_name", Kind.TEXT, "Kontaktperson", "Contact", "Contact person.",
          flags=PERSONAL),
    Field("contact_email", Kind.TEXT, "E-post", "E-mail", "The contact person's e-mail address.",
          flags=PERSONAL),
    Field("contact_phone", Kind.TEXT, "Telefonnummer", "Telephone",
          "The contact person's telephone number.", flags=PERSONAL),
    Field("quality_issues", Kind.LIST, "Kvalitetsanmärkningar", "Quality issues",
          "Codes of what is missing or odd in the record.",
          flags=Flags(nullable=False, computed=True, sortable=False), codes="quality_issues"),
    Field("owner_id", Kind.KEY, "Organisationens id", "Organisation id",
          "Key of the owner among the organisations.",
          flags=Flags(nullable=False, computed=True, grouped=True)),
    Field("source_url", Kind.TEXT, "Källa", "Source", "Where the authority printed the record."),
    Field("source_date", Kind.DATE, "Källans datum", "Source date",
          "As of when the authority printed it."),
    Field("version", Kind.INTEGER, "Version", "Version", "Counts the record's changes from 1.",
          flags=ALWAYS),
    Field("created_at", Kind.TIME, "Skapad", "Created", "First stored, UTC.", flags=ALWAYS),
    Field("updated_at", Kind.TIME, "Ändrad", "Updated", "Last changed, UTC.", flags=ALWAYS),
    Field("last_seen_at", Kind.TIME, "Senast sedd", "Last seen",
          "When the newest document that states the project was imported, UTC.",
          "Importing the very same document again does not move it.", ALWAYS),
)

BY_NAME: Mapping[str, Field] = MappingProxyType({field.name: field for field in FIELDS})
LISTED: tuple[str, ...] = tuple(
    field.name for field in FIELDS if not (field.flags.long or field.flags.personal)
)
"""Columns of a list row that names none."""
PUBLIC: tuple[str, ...] = tuple(field.name for field in FIELDS if not field.flags.personal)
PERSONAL_FIELDS: tuple[str, ...] = tuple(field.name for field in FIELDS if field.flags.personal)
