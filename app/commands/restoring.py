"""`projektbank restore`: asks before it replaces anything, and says what is kept."""

import sys
from pathlib import Path

import typer

from app.database import Database
from app.errors import BackupRefused
from app.restoring.restore import restore


def restore_file(database: Database, file: Path, *, agreed: bool, unchecked: bool) -> None:
    """Restores, and prints what the database holds now."""
    if not agreed and database.path.exists():
        _ask(database.path)
    done = restore(database, file, typer.echo, unchecked=unchecked)
    typer.echo(f"{file.name} is restored: {done.backup}")
    if done.redacted:
        typer.echo(f"Redacted contacts were taken out of {done.redacted} places again.")
    typer.echo(
        f"Dataset version {done.present.version}; changes go on after {done.present.latest_seq}; "
        f"epoch {done.present.epoch}"
    )


def _ask(path: Path) -> None:
    """Raises unless whoever is there agrees; a program must say --yes."""
    if not sys.stdin.isatty():
        raise BackupRefused(f"{path.name} would be replaced: say so with --yes.")
    typer.confirm(f"Replace what {path.name} holds?", abort=True)
