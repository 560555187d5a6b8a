"""Records: as they stand, as they stood, their versions, and the feed of their changes."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from app.domain.columnar import COLUMNS
from app.models.table import Table

_SOUGHT = (
    "granted_support",
    "name_key",
    "number",
    "owner_key",
    "planned_participants",
    "specific_objective",
    "updated_at",
)
MIRROR_INDEX = "ix_project_mirror"
"""What is held in memory is read from it, without reading the long rows themselves."""
_LISTED = ("end_date", "owner_id", "programme_area", "region", "start_date", "total_budget")


class ProjectState(Table):
    """The columns of a record in one of its versions; `since` is the dataset version from which
    it stood so."""

    id: str
    number: str | None = None
    number_key: str | None = None
    name: str
    name_key: str
    phase: str | None = None
    phase_key: str | None = None
    call_number: str | None = None
    call_number_key: str | None = None
    programme_period: str | None = None
    fund: str | None = None
    programme_cci: str | None = None
    programme_cci_key: str | None = None
    programme_area: str | None = None
    programme_area_name: str | None = None
    programme_area_name_key: str | None = None
    specific_objective: str | None = None
    specific_objective_name: str | None = None
    specific_objective_name_key: str | None = None
    intervention_type: str | None = None
    intervention_type_name: str | None = None
    intervention_type_name_key: str | None = None
    region: str | None = None
    region_name: str | None = None
    region_name_key: str | None = None
    country: str | None = None
    owner: str
    owner_key: str
    owner_unit: str | None = None
    owner_unit_key: str | None = None
    owner_organisation_number: str | None = None
    owner_organisation_number_key: str | None = None
    owner_personal_number: str | None = None
    owner_postal_code: str | None = None
    owner_postal_code_key: str | None = None
    owner_city: str | None = None
    owner_city_key: str | None = None
    owner_address: str | None = None
    owner_address_key: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    planned_participants: int | None = Field(default=None, sa_type=BigInteger)
    total_budget: int | None = Field(default=None, sa_type=BigInteger)
    total_cost: int | None = Field(default=None, sa_type=BigInteger)
    granted_support: int | None = Field(default=None, sa_type=BigInteger)
    eu_contribution: int | None = Field(default=None, sa_type=BigInteger)
    eu_cofinancing_rate: int | None = None
    tackles_child_poverty: bool | None = None
    strategic_importance: bool | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    quality_issues: str = "[]"
    owner_id: str
    source_url: str | None = None
    source_url_key: str | None = None
    source_date: date | None = None
    version: int
    created_at: datetime
    updated_at: datetime
    last_seen_at: datetime
    # Long texts last: SQLite reads a row from its beginning, and what is filtered stands before.
    summary: str | None = Field(default=None, sa_type=Text)
    summary_key: str | None = Field(default=None, sa_type=Text)
    summary_en: str | None = Field(default=None, sa_type=Text)
    summary_en_key: str | None = Field(default=None, sa_type=Text)
    since: int


class Project(ProjectState, table=True):
    """A project as it stands now; as it stood before is in `past_project`."""

    __tablename__ = "project"
    pk: int | None = Field(default=None, primary_key=True)

    # The id closes every order: with it in the index, a page is read without sorting its hits.
    __table_args__ = (
        UniqueConstraint("id"),
        ForeignKeyConstraint(["owner_id"], ["organisation.id"]),
        *(Index(None, name) for name in _SOUGHT),
        *(Index(None, name, "id") for name in _LISTED),
        Index(MIRROR_INDEX, "since", *COLUMNS),
    )


class PastProject(ProjectState, table=True):
    """A record as it stood from dataset version `since` until before `until`."""

    __tablename__ = "past_project"
    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    pk: int
    until: int

    __table_args__ = (Index(None, "until"), Index(None, "number"), Index(None, "name_key"))


class ProjectVersion(Table, table=True):
    """One version of a record: who made it, why, and where each field comes from, as JSON.

    Its values are in `project` or `past_project`; a deletion has none.
    """

    __tablename__ = "project_version"
    project_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    op: str
    at: datetime
    by: str | None = None
    reason: str | None = None
    provenance: str = Field(sa_type=Text)


class Change(Table, table=True):
    """The change feed, in commit order: one row a version, and one for each record of which a
    redaction took something out, which bears the version that was its newest then."""

    __tablename__ = "change"
    seq: int | None = Field(default=None, primary_key=True)
    project_id: str = Field(index=True)
    version: int
    op: str
    changed_fields: str = Field(sa_type=Text)
    at: datetime = Field(index=True)
    dataset_version: int = Field(index=True)
