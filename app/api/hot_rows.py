"""Rows that were asked for lately, as JSON: the same few stand on the first page of many questions.

They are of one dataset version and day: the next write empties this. Never holds contact data.
"""

from collections.abc import Callable, Sequence
from datetime import date

from app.store.reads import DatasetState

MOST_BYTES = 4 * 1024 * 1024
_FEW_BYTES = 2 * 1024 * 1024
"""Enough for a database of some hundred thousand records."""
_BYTES_A_VERSION = 4
"""Each version of the dataset is one of a record: of many, more are asked for."""
LONGEST_PAGE = 200
"""Rows of a page that are looked for here; a longer one would push all others out."""

Fetch = Callable[[Sequence[int]], Sequence[bytes]]
"""Reads the rows that stand from these dataset versions, in this order."""


class HotRows:
    """The rows of a list that names no columns, by the dataset version they stand from."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._of: tuple[DatasetState, date] | None = None
        self._rows: dict[int, bytes] = {}
        self._bytes = 0

    def read(
        self, dataset: DatasetState, day: date, sinces: Sequence[int], fetch: Fetch
    ) -> list[bytes]:
        """These rows; what is not held is fetched."""
        if self._of != (dataset, day):
            self._of, self._rows, self._bytes = (dataset, day), {}, 0
        lacking = [since for since in sinces if since not in self._rows]
        new = dict(zip(lacking, fetch(lacking), strict=True)) if lacking else {}
        rows = [new[since] if since in new else self._rows[since] for since in sinces]
        self._keep(new, max(_FEW_BYTES, _BYTES_A_VERSION * dataset.version))
        return rows

    def _keep(self, new: dict[int, bytes], most_bytes: int) -> None:
        """The newest push the oldest out."""
        self._rows |= new
        self._bytes += sum(map(len, new.values()))
        while self._bytes > min(most_bytes, self._most_bytes):
            self._bytes -= len(self._rows.pop(next(iter(self._rows))))
