"""The command line. Each command loads what it needs when it is called: start-up is felt."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Abort, TyperException

from app import __version__
from app.domain.keys import Scope
from app.errors import DatabaseFailed, ProjektbankError, SettingsInvalid

if TYPE_CHECKING:
    from app.database import Database

EXIT_REFUSED, EXIT_USAGE, EXIT_DATABASE, EXIT_INTERRUPTED = 1, 2, 3, 130

cli = typer.Typer(
    name="projektbank",
    help="The projects of the Swedish ESF Council as a REST API.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
keys = typer.Typer(help="Make, list and revoke keys.", rich_markup_mode=None)
cli.add_typer(keys, name="keys")

Port = Annotated[
    int | None, typer.Option(min=1, max=65535, help="Port; PROJEKTBANK_PORT, else 8000.")
]
Host = Annotated[str | None, typer.Option(help="Address; PROJEKTBANK_HOST, else 127.0.0.1.")]
Workers = Annotated[
    int | None, typer.Option(min=1, max=64, help="Processes; PROJEKTBANK_WORKERS, else 1.")
]


def main() -> None:
    """Runs a command; every error is one plain line on standard error."""
    try:
        sys.exit(cli(standalone_mode=False) or 0)
    except TyperException as error:
        _fail(error.format_message(), EXIT_USAGE)
    except DatabaseFailed as error:
        _fail(str(error), EXIT_DATABASE)
    except SettingsInvalid as error:
        _fail(str(error), EXIT_USAGE)
    except ProjektbankError as error:
        _fail(str(error), EXIT_REFUSED)
    except (Abort, KeyboardInterrupt):
        _fail("interrupted", EXIT_INTERRUPTED)
    except BrokenPipeError:  # whoever reads, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_REFUSED)


def _fail(message: str, code: int) -> None:
    line = " ".join(message.split())
    print(f"projektbank: {line}", file=sys.stderr)  # noqa: T201
    sys.exit(code)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"projektbank {__version__}")
        raise typer.Exit


@cli.callback(invoke_without_command=True)
def projektbank(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """The projects of the Swedish ESF Council as a REST API."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(EXIT_USAGE)


@cli.command(epilog="Example: projektbank run --port 8000")
def run(port: Port = None, host: Host = None) -> None:
    """Migrate, fill an empty database with the packaged documents, and serve."""
    from app.commands.serving import announce, fill_if_empty, make_first_key, serve_app

    database = _migrated_database()
    filled = fill_if_empty(database)
    announce(host, port, filled)
    make_first_key(database)  # last: whoever made it must be there to print it
    database.close()
    serve_app(host, port, workers=1)


@cli.command(epilog="Example: projektbank serve --host 0.0.0.0 --port 8000 --workers 2")
def serve(host: Host = None, port: Port = None, workers: Workers = None) -> None:
    """Migrate and serve; imports nothing."""
    from app.commands.serving import announce, serve_app

    _migrated_database().close()
    announce(host, port, 0)
    serve_app(host, port, workers)


@cli.command(epilog="Example: projektbank migrate")
def migrate() -> None:
    """Bring the database, an empty or missing one too, to this version's schema."""
    from app.migration import known_revisions
    from app.migration import migrate as migrate_database

    database = _database()
    changed = migrate_database(database, typer.echo)
    word = "migrated to" if changed else "is already at"
    typer.echo(f"{database.path.name} {word} schema {known_revisions()[-1]}")


@cli.command("import", epilog="Example: projektbank import pages/ --dry-run")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(exists=True, metavar="PATH...", help="Files and folders.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Read documents into the database; exit 1 if any was refused."""
    from app.commands.importing import import_paths

    refused = import_paths(_migrated_database(), paths, dry_run=dry_run, as_json=as_json)
    return EXIT_REFUSED if refused else 0


@keys.command("create", epilog="Example: projektbank keys create --scope write --name Importer")
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

    make_and_print(_migrated_database(), name, scope, expires)


@keys.command("list", epilog="Example: projektbank keys list")
def list_keys() -> None:
    """Print every key with its id, scope and times, never its secret."""
    from app.commands.keys import print_keys

    print_keys(_migrated_database())


@keys.command("revoke", epilog="Example: projektbank keys revoke k7wq2mzd")
def revoke_key(key_id: Annotated[str, typer.Argument(metavar="ID", help="As listed.")]) -> None:
    """Take a key out of use at once and for good."""
    from app.commands.keys import revoke

    revoke(_migrated_database(), key_id)


@cli.command(epilog="Example: projektbank backup saved.db")
def backup(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A new file; else one beside the database."),
    ] = None,
) -> None:
    """Copy the database into a verified file, while others read and write it."""
    from app.commands.backing import back_up

    back_up(_database(), file)


@cli.command(epilog="Example: projektbank restore saved.db --yes")
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

    restore_file(_database(), file, agreed=yes, unchecked=no_checksum)


@cli.command(epilog="Example: projektbank check --integrity")
def check(
    integrity: Annotated[
        bool, typer.Option("--integrity", help="Check what is stored against the laws.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """Check the database, one line a law; exit 1 if any is broken."""
    from app.commands.checking import check_integrity
    from app.settings import load

    if not integrity:
        raise typer.BadParameter("say what to check: --integrity")
    kept = check_integrity(load().database_url, as_json=as_json)
    return 0 if kept else EXIT_REFUSED


@cli.command(epilog="Example: projektbank redact --email kim@example.se --dry-run")
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
    redact_contacts(_migrated_database(), request, dry_run=dry_run)


@cli.command(epilog="Example: projektbank settings")
def settings() -> None:
    """Print the settings in force, each with its reason."""
    from app.settings import PREFIX, Settings, load

    in_force = load()
    for name, field in Settings.model_fields.items():
        value = getattr(in_force, name)
        typer.echo(f"{PREFIX}{name.upper()}={'' if value is None else value}")
        typer.echo(f"    {field.description} Default: {field.default}.")


def _database() -> "Database":
    from app.database import Database
    from app.settings import load

    in_force = load()
    return Database(in_force.database_url, query_seconds=in_force.query_seconds)


def _migrated_database() -> "Database":
    from app.migration import migrate as migrate_database

    database = _database()
    migrate_database(database, partial(typer.echo, err=True))
    return database
