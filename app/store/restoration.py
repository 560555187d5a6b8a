"""What a restore writes into the backup that it puts in place: numbers that go on, the keys and the
block list of the database that was there."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from app.database import Reader, Row
from app.domain.record import now
from app.errors import BackupRefused
from app.models import ApiKey, Dataset, Redaction, Replay, Restoration
from app.store.jobs import release_all_jobs

_UNKNOWN = 1_000_000
"""How far the numbers jump where nobody knows how far they had come."""
_KEY = tuple(ApiKey.model_fields)
_REDACTION = tuple(Redaction.model_fields)


class Lasting(NamedTuple):
    """What outlives a restore; keys and block list as rows of their tables."""

    epoch: str
    version: int
    latest_seq: int
    updated_at: datetime
    secret: str
    keys: Sequence[Row]
    redactions: Sequence[Row]


def read_lasting(reader: Reader) -> Lasting:
    """What of this database outlives its being replaced."""
    sql = "SELECT epoch, version, latest_seq, updated_at, secret FROM dataset"
    epoch, version, seq, updated_at, secret = reader.rows(sql)[0]
    return Lasting(
        epoch,
        version,
        seq,
        datetime.fromisoformat(updated_at).replace(tzinfo=UTC),
        secret,
        reader.rows(f"SELECT {', '.join(_KEY)} FROM api_key"),  # noqa: S608
        reader.rows(f"SELECT {', '.join(_REDACTION)} FROM redaction"),  # noqa: S608
    )


def keep_block_list(session: Session, lasting: Lasting) -> bool:
    """Adds the block list of the replaced database; says whether there was anything to add.

    Its hashes hold only with its secret: raises `BackupRefused` where the backup has a list of its
    own with another secret.
    """
    dataset = session.exec(select(Dataset)).one()
    if dataset.secret != lasting.secret:
        own = session.exec(select(func.count()).select_from(Redaction)).one()
        if own and lasting.redactions:
            raise BackupRefused(
                "The backup and the database here have block lists of redacted contacts that "
                "cannot be joined: they come from different databases."
            )
        if not own:
            dataset.secret = lasting.secret
            session.add(dataset)
            session.flush()
    known = set(session.exec(select(Redaction.digest)))
    new = [row for row in lasting.redactions if row[0] not in known]
    _insert(session, "redaction", _REDACTION, new)
    return bool(new)


def renew(session: Session, lasting: Lasting | None) -> datetime:
    """Gives the restored database a new epoch and numbers that were never given before; when.

    `lasting` is of the replaced database, None where it cannot be read. Its word on every key that
    it knows holds: a key that was revoked stays revoked.
    """
    dataset = session.exec(select(Dataset)).one()
    restoration = Restoration(
        at=max(now(), dataset.updated_at, lasting.updated_at if lasting else dataset.updated_at),
        epoch=lasting.epoch if lasting else dataset.epoch,
        seq=dataset.latest_seq,
        next_seq=_next(dataset.latest_seq, lasting.latest_seq if lasting else None),
        version=dataset.version,
        next_version=_next(dataset.version, lasting.version if lasting else None),
    )
    session.add(restoration)
    dataset.epoch = uuid.uuid4().hex
    dataset.version, dataset.latest_seq = restoration.next_version, restoration.next_seq
    dataset.updated_at = restoration.at
    session.add(dataset)
    session.connection().execute(delete(Replay))
    release_all_jobs(session)
    if lasting:
        ids = [row[0] for row in lasting.keys]
        session.connection().execute(delete(ApiKey).where(col(ApiKey.id).in_(ids)))
        _insert(session, "api_key", _KEY, lasting.keys)
    return restoration.at


def _next(restored: int, replaced: int | None) -> int:
    return max(restored, replaced) + 1 if replaced is not None else restored + _UNKNOWN


def _insert(session: Session, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Rows as the database itself holds them."""
    if rows:
        places = ", ".join("?" * len(columns))
        session.connection().exec_driver_sql(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
            list(rows),
        )
