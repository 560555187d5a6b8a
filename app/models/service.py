"""The database itself: its state, restores, keys, and answers kept for a replay."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from app.models.table import Table


class Dataset(Table, table=True):
    """One row: which database this is (`epoch`), how often its records changed (`version`), and
    the number of the newest row of the change feed.

    `secret` keys the hashes of the block list; it never leaves the database.
    """

    __tablename__ = "dataset"
    id: int = Field(default=1, primary_key=True)
    epoch: str
    version: int = 0
    updated_at: datetime
    latest_seq: int = 0
    secret: str


class Restoration(Table, table=True):
    """A restore from a backup: numbers after `seq` and before `next_seq` belong to what it undid,
    and so do the dataset versions between `version` and `next_version`."""

    __tablename__ = "restoration"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    epoch: str  # the one that ended
    seq: int
    next_seq: int
    version: int
    next_version: int


class ApiKey(Table, table=True):
    """A key to the service: what it may do, and the SHA-256 of the secret, which is not kept."""

    __tablename__ = "api_key"
    id: str = Field(primary_key=True)  # the part of the key that is shown
    name: str
    scope: str
    sha256: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None


class Replay(Table, table=True):
    """The answer to a write that bore an Idempotency-Key, stored with its effect."""

    __tablename__ = "replay"
    api_key: str = Field(primary_key=True)
    method: str = Field(primary_key=True)
    path: str = Field(primary_key=True)
    idempotency_key: str = Field(primary_key=True)
    fingerprint: str
    at: datetime = Field(index=True)
    answer: str = Field(sa_type=Text)
