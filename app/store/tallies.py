"""What the records of a question state, which quality issues they show and which are accepted:
over all of them, and by region, programme period or programme area.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from app.database import Reader, Row
from app.domain import vocabulary
from app.domain.fields import FIELDS
from app.domain.quality import RULES, SEVERITIES
from app.query.compile import compile_tally
from app.query.resource import PROJECTS
from app.query.tallies import Make, make_accepted, make_issues, make_stated
from app.store.view import View

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "region": ("region",),
    "programme_period": ("programme_period",),
    "programme_area": ("programme_area", "programme_period"),
}
DIVISIONS = tuple(_COLUMNS)
"""Fields by which records can be divided."""
_IN_ORDER = ("region", "programme_area", "programme_period")
"""The order of the index that serves all three."""
COUNTED = tuple(
    field.name
    for field in FIELDS
    if field.flags.nullable and not (field.flags.computed or field.flags.personal)
)
"""Fields that a record may state or not. How many state a contact person is told nobody."""
_EXAMPLES = 3


class Group(NamedTuple):
    """Records with the same value of a field; all records where `by` is empty. A programme area
    means another thing in another period."""

    by: str = ""
    code: str | None = None
    period: str | None = None

    @property
    def value(self) -> str | None:
        """What to filter by; None where the records lack a value."""
        return f"{self.period}:{self.code}" if self.code and self.period else self.code

    @property
    def label(self) -> str | None:
        """The code's confirmed label, in Swedish."""
        if self.by == "programme_period":
            return self.code
        return vocabulary.shown_label(self.by, self.code, self.period) if self.by else None


EVERYTHING = Group()


@dataclass(slots=True)
class Tally:
    """Of one group: how many records there are, how many state each field, and how many show, or
    have accepted, each quality issue; with ids of some that show it."""

    count: int = 0
    stated: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    _examples: dict[str, set[str]] = field(default_factory=dict)

    def share(self, name: str) -> float | None:
        """The part of the records that state a field; None where there is no record."""
        return round(self.stated[name] / self.count, 4) if self.count else None

    def examples(self, code: str) -> list[str]:
        """Ids of a few records that show an issue."""
        return sorted(self._examples.get(code, ()))[:_EXAMPLES]

    def codes(self) -> list[str]:
        """The issues that any record shows or has accepted: the gravest first, then the most
        frequent."""
        return sorted(self.issues.keys() | self.accepted.keys(), key=self._rank)

    def show(self, code: str, count: int, *ids: str) -> None:
        """Counts records that show an issue."""
        self.issues[code] += count
        self._examples.setdefault(code, set()).update(ids)

    def _rank(self, code: str) -> tuple[int, int, str]:
        return SEVERITIES.index(RULES[code].severity), -self.issues[code], code


Tallies = dict[Group, Tally]


class Accepted(NamedTuple):
    """An accepted issue of a record."""

    id: str
    code: str
    reason: str


def read_tallies(reader: Reader, view: View, by: Sequence[str] = ()) -> Tallies:
    """The tally of all records of a question, then those of each group, in order; a group that
    lacks the value comes last."""
    asked = {name for division in by for name in _COLUMNS[division]}
    columns = tuple(name for name in _IN_ORDER if name in asked)
    tallies: Tallies = {EVERYTHING: Tally()}

    def tallied(row: Row) -> Iterator[Tally]:
        for group in _groups(by, dict(zip(columns, row, strict=False))):
            yield tallies.setdefault(group, Tally())

    place = len(columns)
    stated = partial(make_stated, divided=columns, counted=COUNTED)
    for row in _rows(reader, view, stated):
        for tally in tallied(row):
            tally.count += row[place]
            tally.stated.update(dict(zip(COUNTED, row[place + 1 :], strict=True)))
    for row in _rows(reader, view, partial(make_issues, divided=columns)):
        for tally in tallied(row):
            for code in json.loads(row[place]):
                tally.show(code, *row[place + 1 :])
    for row in _rows(reader, view, partial(make_accepted, divided=columns)):
        for tally in tallied(row):
            tally.accepted.update(json.loads(row[place + 1] or "{}").keys())
    return dict(sorted(tallies.items(), key=lambda one: _place(by, one[0])))


def read_accepted(reader: Reader, view: View) -> list[Accepted]:
    """Every accepted issue of the records of a question, by id."""
    return [
        Accepted(key, code, acceptance["reason"])
        for key, text in _rows(reader, view, partial(make_accepted, divided=()))
        for code, acceptance in json.loads(text or "{}").items()
    ]


def _rows(reader: Reader, view: View, make: Make) -> list[Row]:
    statement = compile_tally(PROJECTS, view.query, make, today=view.day)
    return reader.rows(statement.sql, statement.parameters)


def _groups(by: Iterable[str], values: Mapping[str, str | None]) -> Iterator[Group]:
    """The groups that a record with these values belongs to."""
    yield EVERYTHING
    for division in by:
        code, period = values[division], None
        if division == "programme_area" and code:
            period = values["programme_period"]
        yield Group(division, code, period)


def _place(by: Sequence[str], group: Group) -> tuple[int, bool, str]:
    place = by.index(group.by) + 1 if group.by else 0
    return place, group.code is None, group.value or ""
