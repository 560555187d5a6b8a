"""The tables. Every write of them goes through store/; the schema itself is made by migrations/.

Money and percent are integers of hundredths; `…_key` columns are the comparison keys of
domain/collation.py; lists and provenance are JSON. What no table holds is a record's status: it
follows from the day.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, MetaData, Text
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
_FACTS = ("start_date", "end_date", "total_budget", "granted_support", "planned_participants")


class Table(SQLModel):
    """What all tables share: the metadata with its naming convention."""

    metadata = metadata


class Dataset(Table, table=True):
    """One row: which database this is (`epoch`) and how often its records changed (`version`)."""

    __tablename__ = "dataset"
    id: int = Field(default=1, primary_key=True)
    epoch: str
    version: int = 0
    updated_at: datetime


class Organisation(Table, table=True):
    """An owner: one row for one organisation number, else for one name."""

    __tablename__ = "organisation"
    id: str = Field(primary_key=True)
    number: str | None = Field(default=None, unique=True)
    name: str
    name_key: str = Field(index=True)
    number_key: str | None = None


class Spelling(Table, table=True):
    """A name under which an organisation was seen; `folded` is compared, `name` is shown."""

    __tablename__ = "spelling"
    organisation_id: str = Field(primary_key=True, foreign_key="organisation.id")
    folded: str = Field(primary_key=True, index=True)
    name: str


class Project(Table, table=True):
    """A project as it stands now; its earlier versions are in `project_version`."""

    __tablename__ = "project"
    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    number: str | None = Field(default=None, index=True)
    number_key: str | None = None
    name: str
    name_key: str = Field(index=True)
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
    specific_objective: str | None = Field(default=None, index=True)
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
    owner_key: str = Field(index=True)
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
    planned_participants: int | None = Field(default=None, sa_type=BigInteger, index=True)
    total_budget: int | None = Field(default=None, sa_type=BigInteger)
    total_cost: int | None = Field(default=None, sa_type=BigInteger)
    granted_support: int | None = Field(default=None, sa_type=BigInteger, index=True)
    eu_contribution: int | None = Field(default=None, sa_type=BigInteger)
    eu_cofinancing_rate: int | None = None
    tackles_child_poverty: bool | None = None
    strategic_importance: bool | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    quality_issues: str = "[]"
    owner_id: str = Field(foreign_key="organisation.id")
    source_url: str | None = None
    source_url_key: str | None = None
    source_date: date | None = None
    version: int
    created_at: datetime
    updated_at: datetime = Field(index=True)
    last_seen_at: datetime
    # Long texts last: SQLite reads a row from its beginning, and what is filtered stands before.
    summary: str | None = Field(default=None, sa_type=Text)
    summary_key: str | None = Field(default=None, sa_type=Text)
    summary_en: str | None = Field(default=None, sa_type=Text)
    summary_en_key: str | None = Field(default=None, sa_type=Text)

    # The id closes every order: with it in the index, a page is read without sorting its hits.
    # Each plain filter leads an index that holds the others: what is asked of them together is
    # counted, and the rows of a page are found, without reading the long rows themselves.
    __table_args__ = (
        Index(None, "region", "id"),
        Index(None, "region", "programme_area", "programme_period", *_FACTS, "id"),
        Index(None, "programme_area", "programme_period", *_FACTS, "region", "id"),
        Index(None, "owner_id", "id"),
        Index(None, "start_date", "end_date", "total_budget", "region"),
        Index(None, "end_date", "start_date", "total_budget", "region"),
        Index(None, "total_budget", "id", "start_date", "end_date", "region"),
    )


class ProjectVersion(Table, table=True):
    """One version of a record: its whole value and where each field comes from, as JSON."""

    __tablename__ = "project_version"
    project_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    op: str
    at: datetime
    record: str = Field(sa_type=Text)
    provenance: str = Field(sa_type=Text)


class Change(Table, table=True):
    """The change feed, in commit order: one row a version."""

    __tablename__ = "change"
    seq: int | None = Field(default=None, primary_key=True)
    project_id: str = Field(index=True)
    version: int
    op: str
    changed_fields: str = Field(sa_type=Text)
    at: datetime
    dataset_version: int


class StoredDocument(Table, table=True):
    """A document as it came in; `content` is zlib-compressed, null where it was too large."""

    __tablename__ = "document"
    sha256: str = Field(primary_key=True)
    name: str
    size: int = Field(sa_type=BigInteger)
    content: bytes | None = None
    layout: str | None = None
    reader_version: int | None = None
    project_id: str | None = Field(default=None, index=True)
    imported_at: datetime


class Quarantined(Table, table=True):
    """A document that no reader could take in, and why."""

    __tablename__ = "quarantine"
    sha256: str = Field(primary_key=True, foreign_key="document.sha256")
    code: str
    detail: str
    at: datetime
