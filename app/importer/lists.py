"""A list taken in: its rows in batches, each a record or refused, and the list as one document.

The document bears its reader only once every row has been taken. Where an import was cut off, the
next one goes on behind the last row that was stored.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice

from app.errors import DocumentRejected
from app.importer.arrival import Arrival, Page, guarded, page_of, refusing_faults
from app.importer.desk import NOT_TAKEN, Desk, refusal_of, refused
from app.importer.document import Refusal
from app.importer.incoming import Options
from app.importer.report import (
    OUTCOMES,
    REFUSED,
    Listener,
    Outcome,
    Result,
    RowChanged,
    RowRejected,
    Rows,
)
from app.importer.tables import Table, TableRow
from app.importer.turns import OpenDesk, at_desk
from app.store.documents import Paper, mark_read, unpack
from app.store.lists import refused_so_far
from app.store.redaction.blocklist import BlockList
from app.store.redaction.reading import Row, obey_list

MAX_TOLD = 1_000
"""Refused rows, and changed ones of a dry run, that a report names; all of them are counted."""
MAX_REFUSED = 100_000
"""Refused rows of a list that are kept with their cells, give or take a batch."""
_BATCH = 1_000
_NOTHING = Refusal("reader-failed", "nothing was read")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it was read: a page's worth, or why not."""

    row: TableRow
    page: Page | None = None
    refusal: Refusal | None = None


@dataclass(slots=True)
class _Tally:
    """What became of the rows so far."""

    name: str
    listener: Listener
    counts: Counter[Outcome] = field(default_factory=Counter)
    rejects: list[RowRejected] = field(default_factory=list)
    changed: list[RowChanged] = field(default_factory=list)

    def note(self, row: TableRow, result: Result) -> None:
        self.counts[result.outcome] += 1
        if result.id is not None:
            self.listener.seen(result.id)
        if result.changes and len(self.changed) < MAX_TOLD:
            self.changed.append(RowChanged(row.number, result.outcome, result.id, result.changes))
        if result.reason is None or result.outcome not in REFUSED:
            return
        code, _, detail = result.reason.partition(": ")
        detail = f"{result.id}: {detail}" if result.id else detail
        rejected = RowRejected(self.name, row.number, code, detail, row.cells)
        self.listener.refused(rejected)
        if len(self.rejects) < MAX_TOLD:
            self.rejects.append(rejected)

    @property
    def refused(self) -> int:
        """How many rows were not taken in."""
        return sum(self.counts[outcome] for outcome in REFUSED)

    @property
    def outcome(self) -> Outcome:
        """That of the list: the first of these that any row had."""
        order: tuple[Outcome, ...] = ("created", "updated", "conflict", "unchanged")
        return next((one for one in order if self.counts[one]), "rejected")


def import_list(
    open_desk: OpenDesk, arrival: Arrival, options: Options, listener: Listener
) -> Result:
    """Takes in a list; each refused row is told of once its batch is stored."""
    paper, table = arrival.paper, arrival.table
    if paper is None or table is None:
        raise TypeError(arrival)
    with open_desk() as desk:
        known = desk.look_up(paper)
        if known is not None and not listener.asks_ids:
            return Result(arrival.name, "unchanged", matched_by="document")
        tally = _Tally(arrival.name, listener)
        behind = 0 if listener.asks_ids else _resume(desk, paper, table, tally)
        today = desk.visit.today
    if not behind:
        _begin(open_desk, paper, table)
    rows = islice(guarded(table.rows()), behind, None)
    for batch in _batches(_read(rows, paper, options, today)):
        keeps, again = tally.refused < MAX_REFUSED, known is not None
        take = partial(_take, paper, keeps=keeps, again=again)
        for row, result in at_desk(open_desk, batch, take):
            tally.note(row.row, result)
    return _finish(open_desk, paper, table, tally, behind)


def _begin(open_desk: OpenDesk, paper: Paper, table: Table) -> None:
    """Stores the list. What is blocked is taken out of it between two transactions: of a long list
    that takes minutes."""
    obeyed: BlockList | None = None
    redacted: bytes | None = None
    while True:
        with open_desk() as desk:
            blocks = desk.blocks
            if paper.packed is None or not len(blocks) or (obeyed and blocks.kinds == obeyed.kinds):
                desk.begin_list(paper, table, redacted if len(blocks) else None)
                return
        read = guarded(table.rows())
        cells = (Row(row.draft.statements if row.draft else {}, row.cells) for row in read)
        obeyed, redacted = blocks, obey_list(blocks, unpack(paper.packed), cells)


def _resume(desk: Desk, paper: Paper, table: Table, tally: _Tally) -> int:
    """How many rows an import that was cut off has taken in, and the tally as it stood then: who is
    told of refused rows is told of those, too. 0 where the list is to be read from its beginning.
    """
    taken = desk.rows_taken(paper, table)
    refused = refused_so_far(desk.session, paper.sha256) if taken else []
    if len(refused) >= MAX_REFUSED:  # more may have been refused than were kept
        return 0
    for kept in refused:
        refusal = Refusal(kept.code, kept.detail)
        tally.note(
            TableRow(kept.row, None, refusal, kept.cells), _refused_row(paper, kept.row, refusal)
        )
    tally.counts["unchanged"] += taken - len(refused)
    return taken


def _read(rows: Iterator[TableRow], paper: Paper, options: Options, today: date) -> Iterator[_Row]:
    for row in rows:
        if row.draft is None:
            yield _Row(row, refusal=row.refusal)
            continue
        try:
            with refusing_faults():
                page = page_of(paper, row.draft, options, today)
            yield _Row(row, page)
        except DocumentRejected as error:
            yield _Row(row, refusal=refusal_of(error))


def _batches(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _take(
    paper: Paper, desk: Desk, rows: Sequence[_Row], *, keeps: bool, again: bool
) -> list[Result]:
    if again:
        desk.read_again()
    desk.meet([row.page for row in rows if row.page])
    results = [_take_row(desk, paper, row) for row in desk.in_turn(rows)]
    desk.finish()
    desk.count_rows(paper, len(results), keeps=keeps)
    return results


def _take_row(desk: Desk, paper: Paper, row: _Row) -> Result:
    name = f"{paper.name}, row {row.row.number}"
    if row.page is None:
        return _refuse(desk, paper, row.row, row.refusal or _NOTHING)
    try:
        return desk.result(name, desk.save(row.page, None))
    except NOT_TAKEN as error:
        return _refuse(desk, paper, row.row, refusal_of(error))


def _refuse(desk: Desk, paper: Paper, row: TableRow, refusal: Refusal) -> Result:
    desk.refuse_row(row.number, refusal, row.cells)
    return _refused_row(paper, row.number, refusal)


def _refused_row(paper: Paper, number: int, refusal: Refusal) -> Result:
    return refused(f"{paper.name}, row {number}", refusal)


def _finish(open_desk: OpenDesk, paper: Paper, table: Table, tally: _Tally, behind: int) -> Result:
    counts: dict[str, int] = {outcome: tally.counts[outcome] for outcome in OUTCOMES}
    rows = Rows(counts, tuple(tally.rejects), tuple(tally.changed))
    reader = table.layout, table.reader_version
    with open_desk() as desk:
        if tally.outcome != "rejected":
            mark_read(desk.session, paper.sha256, reader)
            reason = f"resumed: behind {behind} rows" if behind else None
            return Result(tally.name, tally.outcome, reason=reason, rows=rows)
        detail = f"none of {sum(counts.values())} rows states a project"
        return replace(desk.refuse(tally.name, paper, Refusal("no-row-taken", detail)), rows=rows)
