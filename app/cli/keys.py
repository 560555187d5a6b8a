"""Commands for keys: `keys create`, `keys list`, `keys revoke`."""

from typing import Annotated

import typer

from app.cli.databases import migrated_database
from app.domain.keys import Scope

commands = typer.Typer(help="Make, list and revoke keys.", rich_markup_mode=None)


@commands.command("create", epilog="Example: projektbank keys create --scope write --name Importer")
def create_key(
    scope: Annotated[Scope, typer.Option(help="What the key may do.")],
    name: Annotated[str, typer.Option(help="Who holds it; the history shows it.")],
    expires: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Last day in Sweden, or a time in UTC; else never."),
    ] = None,
) -> None:
    """Make a key and print it, the only time, on the last line."""
    from app.commands.keys import create_key as make_and_print

    make_and_print(migrated_database(), name, scope, expires)


@commands.command("list", epilog="Example: projektbank keys list")
def list_keys() -> None:
    """Print every key with its id, scope and times, never its secret."""
    from app.commands.keys import print_keys

    print_keys(migrated_database())


@commands.command("revoke", epilog="Example: projektbank keys revoke k7wq2mzd")
def revoke_key(key_id: Annotated[str, typer.Argument(metavar="ID", help="As listed.")]) -> None:
    """Take a key out of use at once and for good."""
    from app.commands.keys import revoke

    revoke(migrated_database(), key_id)
