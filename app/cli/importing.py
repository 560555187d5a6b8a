"""Commands that take documents in: `import`, `reread`."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.cli.databases import migrated_database
from app.cli.exits import EXIT_REFUSED

commands = typer.Typer(rich_markup_mode=None)


class OnConflict(StrEnum):
    """What becomes of a value set by hand of which a document states another."""

    REPORT = "report"
    KEEP = "keep"
    REPLACE = "replace"


@commands.command("import", epilog="Example: projektbank import pages/ --dry-run")
def import_(  # noqa: PLR0913 - an option each
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL...", help="Files, folders, archives, addresses."),
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    dated: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="As of when the documents speak."),
    ] = None,
    on_conflict: Annotated[
        OnConflict, typer.Option(help="What becomes of values set by hand that differ.")
    ] = OnConflict.REPORT,
    undelete: Annotated[
        bool, typer.Option("--undelete", help="Bring deleted projects back.")
    ] = False,
    complete: Annotated[
        bool, typer.Option("--complete", help="It is all there is: say which projects are missing.")
    ] = False,
    mapping: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="What the headings of a list mean, in TOML."
        ),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write refused rows into a new CSV file.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file of refused rows.")
    ] = False,
    follow: Annotated[
        bool, typer.Option("--follow", help="Fetch the pages that an address links to.")
    ] = False,
    pattern: Annotated[
        str | None, typer.Option(help="Follow only links like this: /projekt/*.")
    ] = None,
    pause: Annotated[
        float | None, typer.Option(min=0, help="Seconds between two requests to a site.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private networks too.")
    ] = False,
    cache: Annotated[
        Path | None, typer.Option(file_okay=False, help="Folder of what was fetched before.")
    ] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, max=64, help="Processes that read; else one a core.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Read documents into the database; exit 1 if any was refused."""
    from app.commands.fetching import fetch_options
    from app.commands.importing import (
        Order,
        given_files,
        import_sources,
        mapping_of,
        require_past,
        require_sources,
    )
    from app.commands.rejects import require_free
    from app.importer.incoming import Options

    require_sources(sources)
    require_free(rejects, given_files(sources, mapping), force=force)
    require_past(dated)
    options = Options(
        dry_run=dry_run,
        dated=dated.date() if dated else None,
        on_conflict=on_conflict.value,
        undelete=undelete,
        mapping=mapping_of(mapping),
    )
    fetch = fetch_options(
        follow=follow, pattern=pattern, pause=pause, allow_private=allow_private, cache=cache
    )
    order = Order(tuple(sources), options, fetch, processes, complete, rejects, as_json)
    return EXIT_REFUSED if import_sources(migrated_database(), order) else 0


@commands.command(epilog="Example: projektbank reread --layout site-2014-2020 --dry-run")
def reread(
    layout: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only documents of this layout.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Read stored documents again with today's readers, and tell what changes."""
    from app.commands.importing import require_layout, reread_documents

    require_layout(layout)
    refused = reread_documents(migrated_database(), layout, dry_run=dry_run, as_json=as_json)
    return EXIT_REFUSED if refused else 0
