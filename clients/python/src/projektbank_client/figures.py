"""What is told of projects together, as Python values: figures, facets, codes, likenesses."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, get_type_hints

from projektbank_client.records import Project
from projektbank_client.rows import Converter, Row, converters_of, each, reader_of


class Facet(TypedDict):
    """How many projects have a value of a field; `value` is what to filter by."""

    facet: str
    value: str | bool | None
    label: str | None
    count: int
    selected: bool
    programme_period: str | None


class Code(TypedDict):
    """A code of a list; `value` is what to filter by. No source has a label not `confirmed`."""

    field: str
    value: str
    code: str
    programme_period: str | None
    parent: str | None
    label: str | None
    label_en: str | None
    confirmed: bool
    note: str | None
    spellings: list[str]
    project_count: int


class Suggestion(TypedDict):
    """What may be meant by a few letters; `filter` is the question that finds its projects."""

    kind: str
    value: str
    label: str
    label_en: str | None
    filter: str
    count: int | None
    href: str


class SimilarProject(TypedDict):
    """A project like another one: `score` from 0 to 1 is the sum of its reasons' `points`."""

    id: str
    number: str | None
    name: str
    owner: str
    owner_id: str
    region: str | None
    programme_period: str | None
    start_date: date | None
    end_date: date | None
    total_budget: Decimal | None
    score: Decimal
    relation: str
    reasons: list[dict[str, Any]]


class Coverage(TypedDict):
    """In how many records a field is stated; `share` is from 0 to 1."""

    by: str | None
    value: str | None
    value_label: str | None
    programme_period: str | None
    field: str
    label: str
    label_en: str
    count: int
    stated: int
    share: Decimal | None
    href: str | None


class SnapshotFile(TypedDict):
    """A file of a dataset version; behind `latest_change`, `changes(since=…)` goes on."""

    version: int
    format: str
    url: str
    media_type: str
    bytes: int
    sha256: str
    rows: int
    latest_change: int
    status_as_of: date
    updated_at: datetime
    made_at: datetime
    epoch: str


class _Reason(TypedDict):
    points: Decimal
    percent: Decimal


_OF_FIELDS = converters_of(Project)
_KINDS = get_type_hints(Project)
_COLUMN = re.compile(r"(?:(sum|avg|min|max|median|p\d+|coverage)_)?(\w+?)(_bin)?")
_FRACTIONS = frozenset({"avg", "coverage"})
"""Figures that may have decimals whatever they are of."""


def read_figures(row: Row) -> Row:
    """A row of figures: of amounts and percentages, and every average, a `Decimal`; of dates a
    `date`; counts are `int`."""
    for name, value in row.items():
        convert = _converter_of(name)
        if value is not None and convert is not None:
            row[name] = convert(value)
    return row


def _converter_of(column: str) -> Converter | None:
    found = _COLUMN.fullmatch(column)
    if found is None or found[2] not in _KINDS or not (found[1] or found[3]):
        return None
    return Decimal if found[1] in _FRACTIONS else _OF_FIELDS.get(found[2])


def read_peers(peers: Mapping[str, Row] | None) -> Mapping[str, Row] | None:
    """How a project stands among its peers: every figure a `Decimal`, but for their `count`."""
    for name, figure in (peers or {}).items():
        if name != "of":
            numbers = [key for key in figure if key != "count" and figure[key] is not None]
            figure.update({key: Decimal(figure[key]) for key in numbers})
    return peers


read_facet = reader_of(Facet)
read_code = reader_of(Code)
read_suggestion = reader_of(Suggestion)
read_similar = reader_of(SimilarProject, reasons=each(reader_of(_Reason)))
read_coverage = reader_of(Coverage)
read_snapshot = reader_of(SnapshotFile)
