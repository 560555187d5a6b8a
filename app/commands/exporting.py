"""`projektbank export`: the records that a question asks for, as a file or on standard output."""

import os
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import typer
from rich.console import Console
from rich.progress import FileSizeColumn, Progress, SpinnerColumn, TextColumn, TransferSpeedColumn

from app.backup.backups import partial_file
from app.backup.copies import sync
from app.database import Database
from app.errors import ExportRefused
from app.exports.ahead import ahead
from app.exports.export import Contacts, Export, Told, open_export
from app.exports.formats import FORMATS, Format
from app.exports.style import DIALECT, LABELS
from app.faults import Fault, QueryRejected
from app.migration import require_current
from app.query.resource import PROJECTS
from app.settings import load

STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command was asked for."""

    target: str
    query: str = ""
    format: str | None = None
    dialect: str | None = None
    labels: str | None = None
    contacts: bool = False
    force: bool = False

    @property
    def question(self) -> str:
        """The question with the style as its own parameters, as an address has them."""
        named = ((DIALECT, self.dialect), (LABELS, self.labels))
        given = (f"{name}={quote(text)}" for name, text in named if text is not None)
        return "&".join((self.query, *given))


def export_records(database: Database, wish: Wish) -> None:
    """Writes the file, whole or not at all; raises a usage error where the question has faults."""
    kind, contacts = _format_of(wish), _contacts(wish)
    public = load().public_url
    address = f"{str(public).rstrip('/')}/v1/projects" if public else None
    require_current(database)
    try:
        with (
            closing(database),
            open_export(
                database, PROJECTS, wish.question, kind, contacts=contacts, told=Told(address)
            ) as export,
        ):
            _deliver(export, wish)
    except QueryRejected as rejected:
        raise typer.BadParameter(_told(rejected.faults)) from rejected


def _format_of(wish: Wish) -> Format:
    name = wish.format or Path(wish.target).suffix.removeprefix(".").lower()
    if name in FORMATS:
        return FORMATS[name]
    known = ", ".join(FORMATS)
    if wish.format is not None:
        raise typer.BadParameter(f"“{name}” is no format; there are {known}.")
    raise typer.BadParameter(
        f"the name “{wish.target}” does not tell the format: let it end in one of {known}, or say"
        " it with --format."
    )


def _contacts(wish: Wish) -> Contacts:
    if wish.contacts and load().contacts == "hidden":
        raise typer.BadParameter("PROJEKTBANK_CONTACTS=hidden keeps contact persons out of files.")
    return Contacts.ALWAYS if wish.contacts else Contacts.NEVER


def _told(faults: Iterable[Fault]) -> str:
    return " ".join(f"{one} Try {one.hint}." if one.hint else str(one) for one in faults)


def _deliver(export: Export, wish: Wish) -> None:
    try:
        if wish.target == STANDARD_OUTPUT:
            # With a buffer of its own: what could not be written is not tried again at the end.
            with os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as file:
                _pour(export, file)
            return
        _write(export, Path(wish.target), force=wish.force)
    except BrokenPipeError:  # whoever reads has seen enough
        raise
    except OSError as error:
        raise ExportRefused(f"{wish.target} cannot be written: {error.strerror}.") from error
    typer.echo(f"{wish.target}: {export.total} rows, dataset version {export.dataset.version}")


def _write(export: Export, target: Path, *, force: bool) -> None:
    """Under another name until it is complete: whoever sees the name sees all of it."""
    _require_free(target, force=force)
    with partial_file(target) as partial:
        with partial.open("xb") as file:
            _pour(export, file)
        sync(partial)
        _require_free(target, force=force)
        partial.replace(target)
    sync(target.absolute().parent)


def _require_free(target: Path, *, force: bool) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_file():
        raise ExportRefused(f"{target} is no file; a - stands for standard output.")
    if not force:
        raise ExportRefused(f"{target} is there already; --force overwrites it.")


def _pour(export: Export, file: BinaryIO) -> None:
    columns = (SpinnerColumn(), TextColumn("Exporting"), FileSizeColumn(), TransferSpeedColumn())
    console = Console(stderr=True)
    shown = console.is_terminal and not file.isatty()
    with Progress(*columns, console=console, transient=True, disable=not shown) as progress:
        task = progress.add_task("", total=None)
        for block in ahead(export.blocks()):
            file.write(block)
            progress.advance(task, len(block))
    file.flush()
