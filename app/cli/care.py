"""Commands that look after what is stored: `check`, `accept`, `redact`, `prune`."""

from typing import Annotated

import typer

from app.cli.databases import migrated_database, open_database
from app.cli.exits import EXIT_REFUSED

commands = typer.Typer(rich_markup_mode=None)


@commands.command(epilog="Example: projektbank check")
def check(
    issue: Annotated[
        str | None, typer.Option(metavar="CODE", help="List the records that show this issue.")
    ] = None,
    integrity: Annotated[
        bool, typer.Option("--integrity", help="Check what is stored against the laws.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """Show what the records lack and what is odd in them, or check the database."""
    from app.commands.checking import check_integrity, check_issue, check_quality
    from app.settings import load

    url = load().database_url
    if integrity and issue is not None:
        raise typer.BadParameter("--integrity and --issue exclude each other")
    if integrity:
        return 0 if check_integrity(url, as_json=as_json) else EXIT_REFUSED
    if issue is not None:
        check_issue(url, issue, as_json=as_json)
    else:
        check_quality(url, as_json=as_json)
    return 0


@commands.command(epilog="Example: projektbank accept 2020-00713 amount-sentinel --reason Känt")
def accept(
    key: Annotated[str, typer.Argument(metavar="ID", help="Of the project; or its number.")],
    code: Annotated[str, typer.Argument(metavar="CODE", help="Of the quality issue.")],
    reason: Annotated[
        str | None, typer.Option(help="Why it is as it should be; the history shows it.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Have it count again.")] = False,
) -> None:
    """Accept a quality issue of a project with a reason, or take that back."""
    from app.commands.accepting import accept as accept_issue

    accept_issue(migrated_database(), key, code, reason, undo=undo)


@commands.command(epilog="Example: projektbank redact --email kim@example.se --dry-run")
def redact(
    email: Annotated[str | None, typer.Option(help="Whoever has this e-mail address.")] = None,
    name: Annotated[str | None, typer.Option(help="Whoever has this name.")] = None,
    ended_before: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Contacts of projects that ended before this day."),
    ] = None,
    in_text: Annotated[bool, typer.Option("--in-text", help="From free text too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List every place only.")] = False,
) -> None:
    """Take contact details out of everything stored, and block them."""
    from app.commands.redacting import parse_day, redact_contacts
    from app.store.redaction.request import Request

    day = parse_day(ended_before) if ended_before else None
    if not (email or name or day):
        raise typer.BadParameter("say whose: --email, --name or --ended-before")
    request = Request(email, name, day, in_text)
    redact_contacts(migrated_database(), request, dry_run=dry_run)


@commands.command(epilog="Example: projektbank prune --dry-run")
def prune(
    keep: Annotated[
        int | None,
        typer.Option(min=1, max=100, help="Newest snapshots that stay; PROJEKTBANK_SNAPSHOT_KEEP."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List it only.")] = False,
) -> None:
    """Take away old snapshots, and what was left half made or can be asked for no more."""
    from app.commands.pruning import prune as prune_what_ended

    prune_what_ended(open_database(), keep, dry_run=dry_run)
