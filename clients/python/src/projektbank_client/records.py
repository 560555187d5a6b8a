"""Projects and organisations, their versions and changes, as Python values."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypedDict

from projektbank_client.rows import T, converters_of, reader_of


class Project(TypedDict, total=False):
    """A project; which keys there are is up to `fields`. A missing value is None."""

    id: str
    number: str | None
    name: str
    summary: str | None
    summary_en: str | None
    phase: str | None
    call_number: str | None
    programme_period: str | None
    fund: str | None
    programme_cci: str | None
    programme_area: str | None
    programme_area_name: str | None
    specific_objective: str | None
    specific_objective_name: str | None
    intervention_type: str | None
    intervention_type_name: str | None
    region: str | None
    region_name: str | None
    country: str | None
    owner: str
    owner_unit: str | None
    owner_organisation_number: str | None
    owner_postal_code: str | None
    owner_city: str | None
    owner_address: str | None
    start_date: date | None
    end_date: date | None
    status: str
    planned_participants: int | None
    total_budget: Decimal | None
    total_cost: Decimal | None
    granted_support: Decimal | None
    eu_contribution: Decimal | None
    eu_cofinancing_rate: Decimal | None
    tackles_child_poverty: bool | None
    strategic_importance: bool | None
    contact_name: str | None
    contact_email: str | None
    contact_phone: str | None
    quality_issues: list[str]
    owner_id: str
    source_url: str | None
    source_date: date | None
    version: int
    created_at: datetime
    updated_at: datetime
    last_seen_at: datetime
    matched_in: list[str]
    highlight: dict[str, str]


class Organisation(TypedDict, total=False):
    """An organisation that owns projects, with its totals."""

    id: str
    number: str | None
    name: str
    spellings: list[str]
    project_count: int
    total_budget: Decimal | None
    stated_total_budget: int
    granted_support: Decimal | None
    stated_granted_support: int
    first_start_date: date | None
    last_end_date: date | None


class Version(TypedDict):
    """A state of a project: who made it and why, and for each field that it changed the values
    `from` and `to`; where contact data is `hidden`, both are None."""

    version: int
    op: str
    at: datetime
    by: str | None
    reason: str | None
    changes: dict[str, dict[str, Any]]


class MergeEvent(TypedDict):
    """That an organisation was merged into another one, or parted from it again (`undo`)."""

    op: str
    organisation_id: str
    into_id: str
    project_count: int
    at: datetime
    by: str | None
    reason: str | None


class Change(TypedDict):
    """Something that happened to a project; after a `delete` it is gone; after any other `op`, read
    it again. `matches` says whether it is one of those asked for since then.

    `redact` says that personal data were taken out of the project or of its past: forget what was
    held, earlier states too.
    """

    seq: int
    op: str
    id: str
    version: int
    changed_fields: list[str]
    at: datetime
    matches: bool
    by: str | None


class Tagged(NamedTuple, Generic[T]):
    """A record, and the tag of its state, for `if_match` and `if_none_match`."""

    record: T
    etag: str


_OF_FIELDS = converters_of(Project)


def read_changes(changes: Mapping[str, dict[str, Any]]) -> Mapping[str, dict[str, Any]]:
    """Differences of a project, field by field: what was and what is, as the field has it."""
    for name, difference in changes.items():
        convert = _OF_FIELDS.get(name)
        for end in ("from", "to"):
            if convert is not None and difference.get(end) is not None:
                difference[end] = convert(difference[end])
    return changes


read_project = reader_of(Project)
read_organisation = reader_of(Organisation)
read_version = reader_of(Version, changes=read_changes)
read_merge = reader_of(MergeEvent)
read_change = reader_of(Change)
