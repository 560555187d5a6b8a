"""What became of the rows of a list so far, and how far an import of it has come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.importer.report import REFUSED, Listener, Outcome, Result, RowChanged, RowRejected
from app.importer.tables import TableRow

MAX_TOLD = 1_000
"""Refused rows, and changed ones of a dry run, that a report names; all of them are counted."""


@dataclass(slots=True)
class Tally:
    """Rows that are stored, in their order; `position` is behind the last of them."""

    name: str
    listener: Listener
    position: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)
    rejects: list[RowRejected] = field(default_factory=list)
    changed: list[RowChanged] = field(default_factory=list)
    _untold: int | None = None

    def note(self, row: TableRow, result: Result) -> None:
        """The next row, as it is stored."""
        if self._untold is None and _is_kept_nowhere(result):
            self._untold = self.position
        self.position += 1
        if result.id is not None:
            self.listener.seen(result.id)
        if result.changes and len(self.changed) < MAX_TOLD:
            self.changed.append(RowChanged(row.number, result.outcome, result.id, result.changes))
        self.tell(row, result)

    def tell(self, row: TableRow, result: Result) -> None:
        """Counts a row, and tells of it where it was refused."""
        self.counts[result.outcome] += 1
        if result.reason is None or result.outcome not in REFUSED:
            return
        code, _, detail = result.reason.partition(": ")
        detail = f"{result.id}: {detail}" if result.id else detail
        rejected = RowRejected(self.name, row.number, code, detail, row.cells)
        self.listener.refused(rejected)
        if len(self.rejects) < MAX_TOLD:
            self.rejects.append(rejected)

    def resumable(self, results: Sequence[Result]) -> int:
        """Behind how many rows another import can go on once these are stored too: not behind one
        that is against what was set by hand, as only its result tells so."""
        if self._untold is not None:
            return self._untold
        places = (place for place, result in enumerate(results) if _is_kept_nowhere(result))
        return self.position + next(places, len(results))

    @property
    def refused(self) -> int:
        """How many rows were not taken in."""
        return sum(self.counts[outcome] for outcome in REFUSED)

    @property
    def outcome(self) -> Outcome:
        """That of the list: the first of these that any row had."""
        order: tuple[Outcome, ...] = ("created", "updated", "conflict", "unchanged")
        return next((one for one in order if self.counts[one]), "rejected")


def _is_kept_nowhere(result: Result) -> bool:
    """Whether a row was taken in but for what was set by hand; one refused whole is kept."""
    return result.outcome == "conflict" and result.id is not None
