"""`projektbank redact`: takes contact details out, lists every place, and leaves no trace of them
in the file."""

from collections import Counter
from contextlib import AbstractContextManager
from datetime import date

import typer
from sqlmodel import Session

from app.database import Database
from app.importer.stated import stated_in
from app.store.redaction.places import Place
from app.store.redaction.request import Request
from app.store.redaction.run import redact


def redact_contacts(database: Database, request: Request, *, dry_run: bool) -> None:
    """Redacts, or rehearses it; prints every place and never what stood there."""
    begin = database.rehearse if dry_run else database.write
    transaction: AbstractContextManager[Session] = begin()
    with transaction as session:
        places = redact(session, request, stated_in)
    if not dry_run:
        database.rebuild()
    for place in places:
        typer.echo(str(place))
    _print_counts(places, dry_run=dry_run)


def parse_day(text: str) -> date:
    """A day as 2015-01-31; raises a usage error."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is no date; write it as 2015-01-31.") from error


def _print_counts(places: list[Place], *, dry_run: bool) -> None:
    counts = Counter(place.where for place in places)
    left = counts.pop("left", 0)
    told = ", ".join(f"{number} {where}" for where, number in counts.items()) or "nothing found"
    typer.echo(f"{'Dry run, nothing changed: ' if dry_run else 'Redacted: '}{told}")
    if left:
        typer.echo(f"{left} places hold it still, or may: see --in-text, or edit them by hand.")
    if not dry_run:
        typer.echo("Backups made before hold it still; a restore takes it out again.")
