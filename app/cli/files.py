"""Commands that write files, and read them back: `export`, `backup`, `restore`, `snapshot`."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.databases import open_database

commands = typer.Typer(rich_markup_mode=None)


@commands.command(epilog="Example: projektbank export projects.csv --query region=SE12")
def export(  # noqa: PLR0913 - an option each
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="A new file, or - for standard output.")
    ],
    *,
    query: Annotated[
        str, typer.Option(help="Filters, sort, fields and limit, as in an address.")
    ] = "",
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format", help="csv, ndjson, json, xlsx, parquet, geojson; else as PATH ends."
        ),
    ] = None,
    dialect: Annotated[str | None, typer.Option(help="excel-sv: CSV for Swedish Excel.")] = None,
    labels: Annotated[str | None, typer.Option(help="sv or en: headings in words.")] = None,
    contacts: Annotated[bool, typer.Option("--contacts", help="With contact persons.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Write the records that a question asks for into a file."""
    from app.commands.exporting import Wish, export_records

    wish = Wish(
        target=path,
        query=query,
        format=file_format,
        dialect=dialect,
        labels=labels,
        contacts=contacts,
        force=force,
    )
    export_records(open_database(), wish)


@commands.command(epilog="Example: projektbank backup saved.db")
def backup(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A new file; else one beside the database."),
    ] = None,
) -> None:
    """Copy the database into a verified file, while others read and write it."""
    from app.commands.backing import back_up

    back_up(open_database(), file)


@commands.command(epilog="Example: projektbank restore saved.db --yes")
def restore(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE", help="A backup.")
    ],
    yes: Annotated[
        bool, typer.Option("--yes", help="Replace the database without asking.")
    ] = False,
    no_checksum: Annotated[
        bool, typer.Option("--no-checksum", help="Take a file without its .sha256 beside it.")
    ] = False,
) -> None:
    """Put a backup in the place of the database, also while servers run."""
    from app.commands.restoring import restore_file

    restore_file(open_database(), file, agreed=yes, unchecked=no_checksum)


@commands.command(epilog="Example: projektbank snapshot")
def snapshot() -> None:
    """Make files of the dataset as it stands: Parquet, packed CSV, SQLite."""
    from app.commands.snapshotting import make_snapshot

    make_snapshot(open_database())
