"""`projektbank prune`: takes away what has an end: old snapshots, what was left half made, answers
and uploads that nobody can ask for again. Records, history and documents have none."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, nullcontext

import typer
from sqlmodel import Session

from app.backup.leftovers import leftovers
from app.database import Database
from app.domain.record import now
from app.importer.rehearsal import abandoned_rehearsals
from app.migration import require_current
from app.settings import load
from app.snapshots.editions import standing_of
from app.snapshots.removals import Removal, removals
from app.snapshots.shelf import Shelf
from app.store.jobs import clear_forgotten
from app.store.replays import clear_answers


def prune(database: Database, keep: int | None, *, dry_run: bool) -> None:
    """Removes, or rehearses it; prints each thing and its size. Raises `SnapshotRefused` while a
    snapshot is being made."""
    settings = load()
    shelf = Shelf.beside(database.path, settings.snapshot_folder)
    require_current(database)
    claim = shelf.claimed() if shelf.folder.is_dir() else nullcontext()
    with closing(database), claim:
        found = list(_files(database, shelf, keep or settings.snapshot_keep))
        for one in found:
            typer.echo(f"{one.kind:10}  {one.name}  {one.bytes:,} bytes")
            if not dry_run:
                one.remove()
        for kind, number in _clear_rows(database, dry_run=dry_run).items():
            typer.echo(f"{kind:10}  {number}")
    freed = sum(one.bytes for one in found)
    typer.echo(f"{'Dry run, nothing removed' if dry_run else 'Removed'}: {freed:,} bytes of files")


def _files(database: Database, shelf: Shelf, keep: int) -> Iterator[Removal]:
    with closing(database.reader()) as connection, connection.snapshot() as reader:
        standing = standing_of(reader)
    yield from removals(shelf, standing, keep)
    for left in (*leftovers(database.path), *abandoned_rehearsals(database)):
        yield Removal("half made", left.path.name, left.bytes, left.remove)


def _clear_rows(database: Database, *, dry_run: bool) -> Mapping[str, int]:
    """Rows of the database; it uses their space again."""
    begin = database.rehearse if dry_run else database.write
    transaction: AbstractContextManager[Session] = begin()
    with transaction as session:
        return {
            "answers": clear_answers(session, now()),
            "uploads": clear_forgotten(session, now()),
        }
