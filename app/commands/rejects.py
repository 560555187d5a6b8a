"""`--rejects rows.csv`: the refused rows of lists with their cells, to be mended and sent again."""

import csv
import json
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO

from app.importer.cells.headings import REASONS
from app.importer.report import RowRejected


class RejectsFile:
    """A CSV file of refused rows. The headings of every list are columns of it, so it is written
    when all have come; until then they wait in a temporary file."""

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
        with self._waiting, self._path.open("w", encoding="utf-8", newline="") as file:
            columns = [*REASONS, *(name for name in self._headings if name not in REASONS)]
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(map(json.loads, self._waiting))
