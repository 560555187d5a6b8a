"""Documents of tests: put into files and imported."""

from pathlib import Path

from app.database import Database
from app.importer.report import Result
from app.importer.run import import_files


def import_contents(
    database: Database, folder: Path, *contents: str | bytes, dry_run: bool = False
) -> list[Result]:
    """Imports these documents in their order, each from a file of its own."""
    files = [write(folder, content, f"{index}.txt") for index, content in enumerate(contents)]
    return list(import_files(database, files, dry_run=dry_run))


def write(folder: Path, content: str | bytes, name: str) -> Path:
    """A document as a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
