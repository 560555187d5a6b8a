"""Documents as they came in, those that no reader takes, and what is taken in no more."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from app.models.table import Table


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
    redacted_at: datetime | None = None


class Quarantined(Table, table=True):
    """A document that no reader could take in, and why."""

    __tablename__ = "quarantine"
    sha256: str = Field(primary_key=True, foreign_key="document.sha256")
    code: str
    detail: str
    at: datetime


class Redaction(Table, table=True):
    """A contact detail that is taken in no more: only its keyed hash is kept."""

    __tablename__ = "redaction"
    digest: str = Field(primary_key=True)
    kind: str
    at: datetime
