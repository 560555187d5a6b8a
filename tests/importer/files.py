"""Documents of tests: put into files and imported."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from app.database import Database
from app.importer.files import incoming_files
from app.importer.incoming import Options
from app.importer.report import Result
from app.importer.run import import_documents

PLAINLY = Options()


def import_contents(
    database: Database,
    folder: Path,
    *contents: str | bytes,
    dry_run: bool = False,
    options: Options | None = None,
) -> list[Result]:
    """Imports these documents in their order, each from a file of its own."""
    files = [write(folder, content, f"{index}.txt") for index, content in enumerate(contents)]
    return list(import_files(database, files, options or Options(dry_run=dry_run)))


def import_files(
    database: Database, files: Iterable[Path], options: Options = PLAINLY
) -> Iterator[Result]:
    """Imports these files, each result after its commit."""
    return import_documents(database, incoming_files(files), options)


def write(folder: Path, content: str | bytes, name: str) -> Path:
    """A document as a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
