"""Starts the server: fills an empty database, says where it answers, hands over to uvicorn."""

import socket
from pathlib import Path

import typer
import uvicorn

from app.commands.connection import PromptConnection
from app.database import Database
from app.domain.keys import Scope
from app.errors import AddressTaken
from app.importer.files import find_files, incoming_files
from app.importer.incoming import Options
from app.importer.report import count
from app.importer.run import import_documents
from app.settings import load
from app.store.keys import add_first_key

_GRACE_SECONDS = 10
"""What answers under way get to come to their end when the server is told to stop."""
SEEDS = Path(__file__).parents[1] / "data" / "seeds"


def fill_if_empty(database: Database) -> int:
    """Imports the packaged documents into a database that never had a project; how many."""
    reader = database.reader()
    with reader.snapshot() as snapshot:
        used = snapshot.rows("SELECT 1 FROM project_version LIMIT 1")
    reader.close()
    if used:
        return 0
    return count(import_documents(database, incoming_files(find_files([SEEDS])), Options()))[
        "created"
    ]


def make_first_key(database: Database) -> None:
    """Makes a write key for a database that never had any key, and prints it, the only time."""
    with database.write() as session:
        key = add_first_key(session, "first run", Scope.WRITE)
    if key is not None:
        typer.echo(f"Write key      {key}")
        typer.echo("               It is shown this once; keep it safe.")


def announce(host: str | None, port: int | None, filled: int) -> None:
    """Prints where to look, before the server starts; raises where it could not listen."""
    settings = load()
    host, port = host or settings.host, port or settings.port
    _require_free(host, port)
    base = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    if filled:
        typer.echo(f"Imported {filled} packaged documents into the empty database.")
    typer.echo(f"Projects       {base}/v1/projects")
    typer.echo(f"Documentation  {base}/docs")
    typer.echo(f"Schema         {base}/v1/schema")


def _require_free(host: str, port: int) -> None:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise AddressTaken(f"{host}:{port} cannot be listened on: {error.strerror}.") from error


def serve_app(host: str | None, port: int | None, workers: int | None) -> None:
    """Serves until it is told to stop."""
    settings = load()
    uvicorn.run(
        "app.asgi:create_app",
        factory=True,
        host=host or settings.host,
        port=port or settings.port,
        workers=workers or settings.workers,
        log_level=settings.log_level,
        access_log=False,
        loop="asyncio",
        http=PromptConnection,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        proxy_headers=False,  # links follow PROJEKTBANK_PUBLIC_URL, not what a client claims
    )
