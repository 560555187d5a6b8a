"""The command line. Each command loads what it needs when it is called: start-up is felt."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Abort, TyperException

from app import __version__
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
    from app.commands.serving import announce, fill_if_empty, serve_app

    database = _migrated_database()
    filled = fill_if_empty(database)
    database.close()
    announce(host, port, filled)
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
    changed = migrate_database(database)
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
    migrate_database(database)
    return database
