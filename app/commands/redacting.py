"""`projektbank redact`: takes contact details out, lists every place, and leaves no trace of them
in the file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import date

import typer
from sqlmodel import Session

from app.database import Database
from app.errors import SnapshotRefused
from app.importer.stated import stated_in
from app.settings import load
from app.snapshots.editions import NEVER, standing_of
from app.snapshots.removals import Removal, half_made, withdrawn
from app.snapshots.shelf import Shelf
from app.store.redaction.places import Place
from app.store.redaction.request import Request
from app.store.redaction.run import redact


def redact_contacts(database: Database, request: Request, *, dry_run: bool) -> None:
    """Redacts, or rehearses it; prints every place and never what stood there."""
    begin = database.rehearse if dry_run else database.write
    transaction: AbstractContextManager[Session] = begin()
    with transaction as session:
        places = redact(session, request, stated_in)
    places += _withdraw_snapshots(database, dry_run=dry_run)
    if not dry_run:
        database.rebuild()
    for place in places:
        typer.echo(str(place))
    _print_counts(places, dry_run=dry_run)


def _withdraw_snapshots(database: Database, *, dry_run: bool) -> Iterator[Place]:
    """Those made before: since the redaction is there they are shown no more, and now they go."""
    shelf = Shelf.beside(database.path, load().snapshot_folder)
    if not shelf.folder.is_dir():
        return
    with closing(database.reader()) as connection, connection.snapshot() as reader:
        standing = NEVER if dry_run else standing_of(reader)
    try:
        with shelf.claimed():
            yield from _removed((*half_made(shelf), *withdrawn(shelf, standing)), dry_run=dry_run)
    except SnapshotRefused:
        yield Place("left", "snapshot", "one is being made; it will go unseen")
        yield from _removed(withdrawn(shelf, standing), dry_run=dry_run)


def _removed(found: Iterable[Removal], *, dry_run: bool) -> Iterator[Place]:
    for one in found:
        yield Place("snapshot", one.name)
        if not dry_run:
            one.remove()


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
