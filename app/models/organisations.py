"""Owners: organisations, their spellings, and what people merged."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from app.models.table import Table


class Organisation(Table, table=True):
    """An owner: one row for one organisation number, else for one name.

    One that was merged by hand into another stays, and answers for it no longer.
    """

    __tablename__ = "organisation"
    id: str = Field(primary_key=True)
    number: str | None = Field(default=None, unique=True)
    name: str
    name_key: str = Field(index=True)
    number_key: str | None = None
    merged_into: str | None = Field(default=None, index=True)


class OrganisationEvent(Table, table=True):
    """A merge of two organisations by hand, or its undoing, with the projects that it moved."""

    __tablename__ = "organisation_event"
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: str = Field(index=True)
    op: str
    into_id: str = Field(index=True)
    project_ids: str = Field(sa_type=Text)
    at: datetime
    by: str | None = None
    reason: str | None = None


class Spelling(Table, table=True):
    """A name under which an organisation was seen; `folded` is compared, `name` is shown."""

    __tablename__ = "spelling"
    organisation_id: str = Field(primary_key=True, foreign_key="organisation.id")
    folded: str = Field(primary_key=True, index=True)
    name: str
