"""The command line. Each command loads what it needs when it is called: start-up is felt."""

import os
import sys
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from app import __version__
from app.cli import bench, care, files, importing, keys, serving
from app.cli.exits import EXIT_DATABASE, EXIT_INTERRUPTED, EXIT_REFUSED, EXIT_USAGE
from app.errors import DatabaseFailed, ProjektbankError, SettingsInvalid

cli = typer.Typer(
    name="projektbank",
    help="The projects of the Swedish ESF Council as a REST API.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (serving, importing, files, care):
    cli.add_typer(part.commands)
cli.add_typer(keys.commands, name="keys")
cli.add_typer(bench.commands, name="bench")


def main() -> None:
    """Runs a command; every error is one plain line on standard error."""
    try:
        code = cli(standalone_mode=False) or 0
        if code == EXIT_INTERRUPTED:  # a Ctrl-C that the library has caught
            _fail("interrupted", code)
        sys.exit(code)
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
