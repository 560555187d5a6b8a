"""`projektbank bench generate`: made-up records as a list, in constant memory; no database."""

import os
import sys
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import typer

from app.backup.backups import partial_file
from app.commands.exporting import STANDARD_OUTPUT
from app.errors import ExportRefused
from app.synthetic.lines import make_lines

_BLOCK = 500
"""Lines written at once."""


def generate_records(count: int, target: str, *, force: bool) -> None:
    """Writes the list, to standard output or as a whole file."""
    if target == STANDARD_OUTPUT:
        with os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as file:
            _pour(count, file)
        return
    path = Path(target)
    if os.path.lexists(path) and not (force and path.is_file()):
        raise ExportRefused(f"{target} is there already; --force overwrites a file.")
    try:
        with partial_file(path) as partial:
            with partial.open("xb") as file:
                _pour(count, file)
            partial.replace(path)
    except OSError as error:
        raise ExportRefused(f"{target} cannot be written: {error.strerror}.") from error
    typer.echo(f"{target}: {count} records")


def _pour(count: int, file: BinaryIO) -> None:
    lines = make_lines(count)
    while block := "".join(islice(lines, _BLOCK)):
        file.write(block.encode())
