"""What can be asked for: the table, its fields and its plain words. Everything else is general.

A new thing to list is one more `Resource` here; it needs no other change in query/.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from app.domain.fields import ALWAYS, BY_NAME, LISTED, Field, Kind
from app.domain.organisations import ORGANISATION_FIELDS
from app.query.model import Filter, Query, Range, SortKey

WHERE = "where"
CONTROLS = (
    WHERE,
    "q",
    "or_missing",
    "as_of",
    "sort",
    "fields",
    "limit",
    "offset",
    "cursor",
    "count",
)
"""Parameters that are no filters of one field, in canonical order."""
RESERVED = frozenset(
    {
        *CONTROLS,
        "period",
        "budget",
        "active_on",
        "since",
        "epoch",
        "by",
        "disjunctive",
        "group_by",
        "metrics",
        "having",
        "others",
        "active_year",
        "format",
        "dialect",
        "labels",
    }
)
"""Names that no field may ever have."""


@dataclass(frozen=True, slots=True)
class Word:
    """A plain filter that is no field: a range held against one or two fields.

    It keeps the records whose `floor` is not below the range and whose `ceiling` is not above it.
    """

    name: str
    kind: Kind
    floor: str
    ceiling: str
    point: bool = False  # takes one value, not a range
    phrase_en: str = ""
    phrase_sv: str = ""
    example: str = ""


RANK = Field("rank", Kind.INTEGER, "Träff", "Rank", "How well `q` was found.", flags=ALWAYS)
"""No column: what records are sorted by where a search names no order, see search.py."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Resource:
    """One kind of record; compared by identity, so that compiled SQL can be kept by it."""

    name: str
    table: str
    fields: Mapping[str, Field]
    default: tuple[str, ...]  # columns of a list row that names none
    searched: tuple[str, ...]  # the fields whose keys `q` looks into
    words: Mapping[str, Word] = field(default_factory=dict)
    row_key: str = ""  # the table's own key, where rows are dear to write out
    owners: frozenset[str] = frozenset()  # fields in which any spelling of an owner is found
    set_apart: Mapping[str, str] = field(default_factory=dict)  # columns of personal values
    past: str = ""  # the table of past states; without it nothing can be asked as of a moment
    marks: tuple[str, ...] = ()  # columns of a list that tell where `q` was found
    word_index: str = ""  # of its states by `since`; without one, `q` looks for pieces of text

    @cached_property
    def public(self) -> tuple[str, ...]:
        """Every column that is not personal."""
        return tuple(name for name, field in self.fields.items() if not field.flags.personal)

    def is_personal(self, name: str) -> bool:
        """Whether a column can hold what belongs to a person."""
        return name in self.set_apart or (name in self.fields and self.fields[name].flags.personal)

    def in_order(self, names: frozenset[str]) -> tuple[str, ...]:
        """Those columns, in table order."""
        return tuple(name for name in (*self.fields, *self.marks) if name in names)

    def order_of(self, query: Query) -> tuple[SortKey, ...]:
        """What the records of a question are sorted by; the id closes every order."""
        if query.sort or query.q is None or not self.word_index:
            return query.sort
        return (SortKey(RANK.name),)

    def sort_field(self, name: str) -> Field:
        """A field to sort by."""
        return RANK if name == RANK.name else self.fields[name]

    def compared(self, asked: Filter) -> frozenset[str]:
        """The fields whose values a filter looks at."""
        word = self.words.get(asked.field)
        if word is None:
            return frozenset({asked.field})
        ranges = [value for value in asked.values if isinstance(value, Range)]
        floors = {word.floor for value in ranges if value.low is not None}
        ceilings = {word.ceiling for value in ranges if value.high is not None}
        return frozenset(floors | ceilings)


_WORDS = (
    Word(
        "period",
        Kind.DATE,
        floor="end_date",
        ceiling="start_date",
        phrase_en="is active within",
        phrase_sv="pågår någon gång under",
        example="period=2021-01-01..2021-12-31",
    ),
    Word(
        "budget",
        Kind.MONEY,
        floor="total_budget",
        ceiling="total_budget",
        phrase_en="has a total budget of",
        phrase_sv="har en total projektbudget på",
        example="budget=300000..400000",
    ),
    Word(
        "active_on",
        Kind.DATE,
        floor="end_date",
        ceiling="start_date",
        point=True,
        phrase_en="is active on",
        phrase_sv="pågår den",
        example="active_on=2021-06-30",
    ),
)

PROJECTS = Resource(
    name="projects",
    table="project",
    fields=BY_NAME,
    default=LISTED,
    searched=("number", "name", "owner", "owner_unit", "summary", "summary_en"),
    words=MappingProxyType({word.name: word for word in _WORDS}),
    row_key="pk",
    owners=frozenset({"owner"}),
    set_apart=MappingProxyType({"owner_organisation_number": "owner_personal_number"}),
    past="past_project",
    marks=("matched_in", "highlight"),
    word_index="project_words",
)

ORGANISATIONS = Resource(
    name="organisations",
    table="organisation_totals",
    fields=MappingProxyType({field.name: field for field in ORGANISATION_FIELDS}),
    default=tuple(field.name for field in ORGANISATION_FIELDS),
    searched=("number", "name", "spellings"),
)


def name_clashes(resource: Resource) -> tuple[str, ...]:
    """Fields that no parameter can name: another meaning or an operator's mark is in the way."""
    return tuple(
        name
        for name in resource.fields
        if name in RESERVED or name in resource.words or "__" in name
    )


def check_names(*resources: Resource) -> None:
    """Refuses to start with a field that no parameter can reach."""
    for resource in resources:
        if clashes := name_clashes(resource):
            raise ValueError(f"{resource.name}: reserved field names: {', '.join(clashes)}")


check_names(PROJECTS, ORGANISATIONS)
