"""`projektbank backup`: a copy of the database that can be trusted, and what it holds."""

from pathlib import Path

import typer

from app.backup.backups import make_backup
from app.backup.checksums import sidecar
from app.database import Database
from app.errors import DatabaseFailed
from app.migration import current_revision


def back_up(database: Database, target: Path | None) -> None:
    """Makes and verifies a backup; prints its name and what it holds."""
    if current_revision(database) is None:
        raise DatabaseFailed(f"{database.path.name} holds nothing to back up.")
    backup = make_backup(database.path, target)
    typer.echo(f"{backup.path.name}: {backup.contents}")
    typer.echo(f"Read back and verified; {sidecar(backup.path).name} holds its checksum.")
