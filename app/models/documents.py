"""Documents as they came in, those that no reader takes, and what is taken in no more."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from app.models.table import Table


class StoredDocument(Table, table=True):
    """A document as it came in: a page, or a list of many projects.

    `content` is zlib-compressed, null where it was too large, or could not be redacted surely.
    `dated` is as of when it speaks, `mapping` the TOML text by which a list of anybody's was read:
    both are needed to read it anew.

    Of a list whose import is not through, `rows_taken` tells how many rows the import `rows_run`
    has taken in, `rows_known` how many were taken in before that.
    """

    __tablename__ = "document"
    sha256: str = Field(primary_key=True)
    name: str
    size: int = Field(sa_type=BigInteger)
    content: bytes | None = None
    layout: str | None = None
    reader_version: int | None = None
    project_id: str | None = Field(default=None, index=True)
    imported_at: datetime
    redacted_at: datetime | None = None
    url: str | None = None
    dated: date | None = None
    mapping: str | None = Field(default=None, sa_type=Text)
    rows_taken: int | None = Field(default=None, sa_type=BigInteger)
    rows_known: int | None = Field(default=None, sa_type=BigInteger)
    rows_run: str | None = None


class Quarantined(Table, table=True):
    """A document that no reader could take in, and why."""

    __tablename__ = "quarantine"
    sha256: str = Field(primary_key=True, foreign_key="document.sha256")
    code: str
    detail: str
    at: datetime


class RefusedRow(Table, table=True):
    """A row of a list that no record could be made of: its number, why, and its cells as a JSON
    object of heading and text."""

    __tablename__ = "refused_row"
    sha256: str = Field(primary_key=True, foreign_key="document.sha256")
    row: int = Field(primary_key=True)
    code: str
    detail: str
    cells: str = Field(sa_type=Text)
    at: datetime


class Redaction(Table, table=True):
    """A contact detail that is taken in no more: only its keyed hash is kept."""

    __tablename__ = "redaction"
    digest: str = Field(primary_key=True)
    kind: str
    at: datetime
