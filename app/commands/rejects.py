"""`--rejects rows.csv`: the refused rows of lists with their cells, to be mended and sent again."""

import csv
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO

import typer

from app.backup.backups import partial_file
from app.backup.copies import sync
from app.exports.cells import GUARD, hold
from app.importer.cells.headings import REASONS
from app.importer.report import RowRejected
from app.importer.tables.drafting import unquoted


def require_free(target: Path | None, sources: Iterable[Path], *, force: bool) -> None:
    """Refuses, as wrong usage, a file that is there already unless by `force`, one that cannot be
    made, and always one that is, or lies in, what is to be imported."""
    if target is None:
        if force:
            _refuse("it is about the file of --rejects, which is not named", "--force")
        return
    if not os.path.lexists(target):
        folder = target.absolute().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            _refuse(f"no file can be made in the folder of {target}")
    elif not target.is_file():
        _refuse(f"{target} is no file")
    elif any(_holds(source, target) for source in sources):
        _refuse(f"{target} is itself to be imported: name another file")
    elif not force:
        _refuse(f"{target} is there already; --force overwrites it")


def _refuse(detail: str, option: str = "--rejects") -> None:
    raise typer.BadParameter(detail, param_hint=f"'{option}'")


def _holds(source: Path, target: Path) -> bool:
    """Whether a source is this file, under whatever name, or a folder that it lies in."""
    if source.is_dir():
        return target.resolve().is_relative_to(source.resolve())
    return source.exists() and source.samefile(target)


class RejectsFile:
    """A CSV file of refused rows as the Swedish Excel takes it, with nothing but headings where
    none was refused. The headings of every list are columns of it, so it is written when all have
    come, whole or not at all; until then they wait in a temporary file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._headings: dict[str, None] = {}
        self._waiting: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115

    def __enter__(self) -> "RejectsFile":
        return self

    def add(self, rejected: RowRejected) -> None:
        """One more refused row."""
        self._headings |= dict.fromkeys(rejected.cells)
        reasons = (rejected.document, str(rejected.row), rejected.code, rejected.detail)
        row = dict(zip(REASONS, reasons, strict=True)) | dict(rejected.cells)
        self._waiting.write(f"{json.dumps(row, ensure_ascii=True)}\n")

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._waiting.seek(0)
        with self._waiting, partial_file(self._path) as partial:
            with partial.open("x", encoding="utf-8-sig", newline="") as file:
                self._pour(file)
            sync(partial)
            partial.replace(self._path)

    def _pour(self, file: IO[str]) -> None:
        columns = [*REASONS, *(name for name in self._headings if name not in REASONS)]
        writer = csv.DictWriter(file, columns, restval="", delimiter=";")
        writer.writeheader()
        for line in self._waiting:
            writer.writerow({name: _held(cell) for name, cell in json.loads(line).items()})


def _held(cell: str) -> str:
    """A cell that Excel neither runs nor makes a date of; one of our exports may be so already."""
    is_held = cell.startswith(GUARD) or unquoted(cell) != cell.strip()
    return cell if is_held else hold(cell)
