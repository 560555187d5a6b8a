"""Commands that serve: `run`, `serve`, `migrate`, `settings`."""

from typing import Annotated

import typer

from app.cli.databases import migrated_database, open_database

commands = typer.Typer(rich_markup_mode=None)

Port = Annotated[
    int | None, typer.Option(min=1, max=65535, help="Port; PROJEKTBANK_PORT, else 8000.")
]
Host = Annotated[str | None, typer.Option(help="Address; PROJEKTBANK_HOST, else 127.0.0.1.")]
Workers = Annotated[
    int | None, typer.Option(min=1, max=64, help="Processes; PROJEKTBANK_WORKERS, else 1.")
]


@commands.command(epilog="Example: projektbank run --port 8000")
def run(port: Port = None, host: Host = None) -> None:
    """Migrate, fill an empty database with the packaged documents, and serve."""
    from app.commands.serving import announce, fill_if_empty, make_first_key, serve_app

    database = migrated_database()
    filled = fill_if_empty(database)
    announce(host, port, filled)
    make_first_key(database)  # last: whoever made it must be there to print it
    database.close()
    serve_app(host, port, workers=1)


@commands.command(epilog="Example: projektbank serve --host 0.0.0.0 --port 8000 --workers 2")
def serve(host: Host = None, port: Port = None, workers: Workers = None) -> None:
    """Migrate and serve; imports nothing."""
    from app.commands.serving import announce, serve_app

    migrated_database().close()
    announce(host, port, 0)
    serve_app(host, port, workers)


@commands.command(epilog="Example: projektbank migrate")
def migrate() -> None:
    """Bring the database, an empty or missing one too, to this version's schema."""
    from app.migration import known_revisions
    from app.migration import migrate as migrate_database

    database = open_database()
    changed = migrate_database(database, typer.echo)
    word = "migrated to" if changed else "is already at"
    typer.echo(f"{database.path.name} {word} schema {known_revisions()[-1]}")


@commands.command(epilog="Example: projektbank settings")
def settings() -> None:
    """Print the settings in force, each with its reason."""
    from app.settings import PREFIX, Settings, load

    in_force = load()
    for name, field in Settings.model_fields.items():
        value = getattr(in_force, name)
        typer.echo(f"{PREFIX}{name.upper()}={'' if value is None else value}")
        typer.echo(f"    {field.description} Default: {field.default}.")
