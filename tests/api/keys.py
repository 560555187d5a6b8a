"""Keys for the tests of access: one of each scope in a database."""

from datetime import timedelta

from app.database import Database
from app.domain.keys import Scope
from app.domain.record import now
from app.store.keys import add_key, revoke_key


def make_key(database: Database, scope: Scope | str, name: str = "Kim Exempel") -> str:
    """A new key, good until it is revoked."""
    with database.write() as session:
        return add_key(session, name, Scope(scope), None)[0]


def make_revoked_key(database: Database, scope: Scope | str) -> str:
    with database.write() as session:
        key, made = add_key(session, "Kim Exempel", Scope(scope), None)
        revoke_key(session, made.id)
    return key


def bearer(key: str) -> dict[str, str]:
    """The header that shows a key."""
    return {"Authorization": f"Bearer {key}"}


def make_expired_key(database: Database, scope: Scope | str) -> str:
    with database.write() as session:
        return add_key(session, "Kim Exempel", Scope(scope), now() - timedelta(seconds=1))[0]
