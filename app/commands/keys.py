"""`projektbank keys`: a new key stands alone on the last line of standard output."""

import typer

from app.commands.tables import print_table
from app.database import Database
from app.domain.keys import Scope, read_expiry, read_name, write_time
from app.domain.record import now
from app.faults import ValueRefused
from app.store.keys import StoredKey, add_key, list_keys, revoke_key

_HEADINGS = ("ID", "NAME", "SCOPE", "CREATED", "EXPIRES", "REVOKED", "LAST USED")


def create_key(database: Database, name: str, scope: Scope, expires: str | None) -> None:
    """Makes a key and prints it, the only time; raises `typer.BadParameter`."""
    at = now()
    try:
        name = read_name(name)
    except ValueRefused as refused:
        raise typer.BadParameter(refused.detail, param_hint="'--name'") from refused
    try:
        expiry = read_expiry(expires, at) if expires is not None else None
    except ValueRefused as refused:
        raise typer.BadParameter(refused.detail, param_hint="'--expires'") from refused
    with database.write() as session:
        key, made = add_key(session, name, scope, expiry)
    until = f", good until {write_time(expiry)}" if expiry else ""
    typer.echo(f"Key {made.id} of scope {scope}{until}. It is shown this once; keep it safe:")
    typer.echo(key)


def print_keys(database: Database) -> None:
    """Prints a table of every key, revoked ones too; a secret is nowhere to be had."""
    print_table(_HEADINGS, [_row(key) for key in _stored_keys(database)])


def revoke(database: Database, key_id: str) -> None:
    """Takes a key out of use at once, in every process; raises `KeyNotFound`."""
    with database.write() as session:
        revoke_key(session, key_id)
    typer.echo(f"Key {key_id} is revoked.")


def _stored_keys(database: Database) -> list[StoredKey]:
    reader = database.reader()
    with reader.snapshot() as snapshot:
        keys = list_keys(snapshot)
    reader.close()
    return keys


def _row(key: StoredKey) -> tuple[str, ...]:
    times = (key.created_at, key.expires_at, key.revoked_at, key.last_used_at)
    return key.id, key.name, key.scope.value, *(write_time(time) or "-" for time in times)
