"""`projektbank snapshot`: the dataset as it stands as files that never change, made at once."""

from contextlib import closing

import typer

from app.database import Database
from app.migration import require_current
from app.settings import load
from app.snapshots.keeper import Plan
from app.snapshots.making import make_edition
from app.snapshots.shelf import Shelf


def make_snapshot(database: Database) -> None:
    """Makes a snapshot, unless this version has one; prints its files and their checksums."""
    settings = load()
    plan, shelf = Plan.of(settings), Shelf.beside(database.path, settings.snapshot_folder)
    require_current(database)
    with closing(database):
        edition = make_edition(database, shelf, plan.keep, plan.address)
    typer.echo(
        f"{shelf.path_of(edition)}: dataset version {edition.version}, {edition.rows} projects, "
        f"change {edition.latest}"
    )
    for file in edition.files:
        typer.echo(f"{file.sha256}  {file.kind.name}")
