"""Imports asked for over HTTP: what was sent, how far it is, and what became of each document."""

from datetime import datetime

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field

from app.models.table import Table


class ImportJob(Table, table=True):
    """An import: receiving, waiting, running, done or failed. They are done in the order of their
    numbers.

    `worker` is who works on it and `touched_at` moves meanwhile: one that stands still was left by
    a process that died, and is taken over. `attempts` counts beginnings without any result.
    """

    __tablename__ = "import_job"
    id: int = Field(primary_key=True)
    state: str = Field(index=True)
    options: str = Field(sa_type=Text)
    by: str
    at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    touched_at: datetime
    worker: str | None = None
    attempts: int = 0
    total: int | None = None
    done: int = 0
    rows: int = 0
    counts: str = Field(sa_type=Text)
    detail: str | None = None


class ImportUpload(Table, table=True):
    """A piece of a file of an import as it was sent; taken away when the import is done."""

    __tablename__ = "import_upload"
    job_id: int = Field(primary_key=True, foreign_key="import_job.id")
    position: int = Field(primary_key=True)
    piece: int = Field(primary_key=True)
    name: str
    content: bytes = Field(sa_type=LargeBinary)


class ImportResult(Table, table=True):
    """What became of one document of an import: a row of its report, as JSON."""

    __tablename__ = "import_result"
    job_id: int = Field(primary_key=True, foreign_key="import_job.id")
    position: int = Field(primary_key=True)
    outcome: str
    result: str = Field(sa_type=Text)
