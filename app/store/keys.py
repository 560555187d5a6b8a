"""The keys to the service: made, found, listed, revoked, and when each was last used.

Of a key only its SHA-256 is stored. A revoked key stays in the list.
"""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from app.database import Reader, Row
from app.domain.keys import Scope, digest_of, make_key
from app.domain.record import now
from app.errors import KeyNotFound
from app.models import ApiKey

USE_NOTED_EVERY = timedelta(minutes=1)
"""How often the last use of a key is written, at most."""

_SELECT = (
    "SELECT id, name, scope, created_at, expires_at, revoked_at, last_used_at, sha256 FROM api_key"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """What is known of a key; times are UTC."""

    id: str
    name: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    sha256: str = field(repr=False)

    def is_expired(self, at: datetime) -> bool:
        """Whether the key's time was over at this moment."""
        return self.expires_at is not None and self.expires_at <= at

    def needs_note(self, at: datetime) -> bool:
        """Whether its last use was noted so long ago that it is worth another write."""
        return self.last_used_at is None or self.last_used_at <= at - USE_NOTED_EVERY


def find_key(reader: Reader, key_id: str) -> StoredKey | None:
    """The key with this id, revoked or not."""
    rows = reader.rows(f"{_SELECT} WHERE id = ?", (key_id,))
    return _stored(rows[0]) if rows else None


def is_good(reader: Reader, key_id: str) -> bool:
    """Whether there is such a key, neither revoked nor expired."""
    key = find_key(reader, key_id)
    return key is not None and key.revoked_at is None and not key.is_expired(now())


def list_keys(reader: Reader) -> list[StoredKey]:
    """Every key, revoked ones too, oldest first."""
    return [_stored(row) for row in reader.rows(f"{_SELECT} ORDER BY created_at, rowid")]


def add_key(
    session: Session, name: str, scope: Scope, expires_at: datetime | None
) -> tuple[str, StoredKey]:
    """Makes a key; the key itself, which can never be read again, and what is known of it.

    Name and end are checked before: domain/keys.py.
    """
    key, key_id = make_key()
    while session.get(ApiKey, key_id) is not None:
        key, key_id = make_key()
    made = StoredKey(
        id=key_id,
        name=name,
        scope=scope,
        created_at=now(),
        expires_at=expires_at,
        sha256=digest_of(key),
    )
    session.add(ApiKey(**asdict(made)))
    return key, made


def add_first_key(session: Session, name: str, scope: Scope) -> str | None:
    """Makes a key where there never was any; None where there was."""
    used = session.exec(select(ApiKey.id).limit(1)).first() is not None
    return None if used else add_key(session, name, scope, None)[0]


def revoke_key(session: Session, key_id: str) -> None:
    """Takes a key out of use for good; the first time stands. Raises `KeyNotFound`."""
    key = session.get(ApiKey, key_id)
    if key is None:
        raise KeyNotFound("No key has this id.")
    if key.revoked_at is None:
        key.revoked_at = now()
        session.add(key)


def note_use(session: Session, key_id: str, at: datetime) -> None:
    """Notes when a key was last used, unless another process has just done so."""
    known = col(ApiKey.last_used_at)
    stale = or_(known.is_(None), known <= at - USE_NOTED_EVERY)
    key = col(ApiKey.id) == key_id
    session.connection().execute(update(ApiKey).where(key, stale).values(last_used_at=at))


def _stored(row: Row) -> StoredKey:
    key_id, name, scope, created, expires, revoked, used, sha256 = row
    return StoredKey(
        id=key_id,
        name=name,
        scope=Scope(scope),
        created_at=_time(created),
        expires_at=_time(expires) if expires else None,
        revoked_at=_time(revoked) if revoked else None,
        last_used_at=_time(used) if used else None,
        sha256=sha256,
    )


def _time(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
