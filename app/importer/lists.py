"""A list taken in: its rows in batches, each a record or refused, and the list as one document.

The document bears its reader only once every row has been taken. Where an import was cut off, the
next one goes on behind the last row that was stored.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice

from app.errors import DocumentRejected
from app.importer.arrival import Arrival, Page, guarded, page_of, refusing_faults
from app.importer.desk import MAX_REFUSED, NOT_TAKEN, Desk, refusal_of, refused
from app.importer.document import Refusal
from app.importer.incoming import Options
from app.importer.report import OUTCOMES, Listener, Result, Rows
from app.importer.tables import Table, TableRow
from app.importer.tally import Tally
from app.importer.turns import OpenDesk, at_desk
from app.store.documents import Paper, mark_read, unpack
from app.store.lists import KeptRow, go_on_with_rows, refused_behind
from app.store.redaction.reading import Row, obey_list

_BATCH = 1_000
_AT_ONCE = 1_000
"""Refused rows of an import that was cut off that are held at a time."""
_NOTHING = Refusal("reader-failed", "nothing was read")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it was read: a page's worth, or why not; and whether it was taken in before."""

    row: TableRow
    page: Page | None = None
    refusal: Refusal | None = None
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """An import of a list: by which name the database knows it, behind how many rows it began, and
    how many rows were taken in before, if only by an import that was cut off."""

    paper: Paper
    token: str
    tally: Tally
    behind: int
    known: int


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
        # Who asks for the id of every record learns those of the first rows only by reading them.
        behind = 0 if listener.asks_ids else desk.rows_taken(paper, table)
        rows_known, today = desk.rows_known(paper), desk.visit.today
    tally = Tally(arrival.name, listener, behind)
    run = _Run(paper, secrets.token_hex(8), tally, behind, rows_known)
    rows = guarded(table.rows())
    if behind:
        _go_on(open_desk, run, rows)
    else:
        _begin(open_desk, run, table)
    for batch in _batches(_read(rows, run, options, today)):
        for turn in at_desk(open_desk, batch, partial(_take, run)):
            for row, result in turn:
                tally.note(row.row, result)
    return _finish(open_desk, run, table)


def _begin(open_desk: OpenDesk, run: _Run, table: Table) -> None:
    """Stores the list. What is blocked is taken out of it between two transactions: of a long list
    that takes minutes."""
    paper, obeyed = run.paper, None
    redacted: bytes | None = None
    while True:
        with open_desk() as desk:
            blocks = desk.blocks
            if paper.packed is None or not len(blocks) or (obeyed and blocks.kinds == obeyed.kinds):
                desk.begin_list(paper, table, run.token, redacted if len(blocks) else None)
                return
        read = guarded(table.rows())
        cells = (Row(row.draft.statements if row.draft else {}, row.cells) for row in read)
        obeyed, redacted = blocks, obey_list(blocks, unpack(paper.packed), cells)


def _go_on(open_desk: OpenDesk, run: _Run, rows: Iterator[TableRow]) -> None:
    """Passes over the rows that are taken in. Those of them that were refused are told again."""
    last = 0
    for row in islice(rows, run.behind):
        last = row.number
    with open_desk() as desk:
        go_on_with_rows(desk.session, run.paper.sha256, run.token, last)
    for kept in _refused_before(open_desk, run.paper):
        refusal = Refusal(kept.code, kept.detail)
        row = TableRow(kept.row, None, refusal, kept.cells)
        run.tally.tell(row, _refused_row(run.paper, kept.row, refusal))
    run.tally.counts["unchanged"] += run.behind - run.tally.refused


def _refused_before(open_desk: OpenDesk, paper: Paper) -> Iterator[KeptRow]:
    row = 0
    while True:
        with open_desk() as desk:
            kept = refused_behind(desk.session, paper.sha256, row, _AT_ONCE)
        yield from kept
        if len(kept) < _AT_ONCE:
            return
        row = kept[-1].row


def _read(rows: Iterator[TableRow], run: _Run, options: Options, today: date) -> Iterator[_Row]:
    for position, row in enumerate(rows, start=run.behind):
        if row.draft is None:
            yield _Row(row, refusal=row.refusal)
            continue
        try:
            with refusing_faults():
                page = page_of(run.paper, row.draft, options, today)
            yield _Row(row, page, is_known=position < run.known)
        except DocumentRejected as error:
            yield _Row(row, refusal=refusal_of(error))


def _batches(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _take(run: _Run, desk: Desk, rows: Sequence[_Row]) -> list[Result]:
    desk.meet([row.page for row in rows if row.page])
    results = [_take_row(desk, run.paper, row) for row in desk.in_turn(rows)]
    desk.finish()
    taken, keeps = run.tally.resumable(results), run.tally.refused < MAX_REFUSED
    desk.note_rows(run.paper, run.token, taken, keeps=keeps)
    return results


def _take_row(desk: Desk, paper: Paper, row: _Row) -> Result:
    name = f"{paper.name}, row {row.row.number}"
    if row.page is None:
        return _refuse(desk, paper, row.row, row.refusal or _NOTHING)
    try:
        return desk.result(name, desk.save(row.page, None, again=row.is_known))
    except NOT_TAKEN as error:
        return _refuse(desk, paper, row.row, refusal_of(error))


def _refuse(desk: Desk, paper: Paper, row: TableRow, refusal: Refusal) -> Result:
    desk.refuse_row(row.number, refusal, row.cells)
    return _refused_row(paper, row.number, refusal)


def _refused_row(paper: Paper, number: int, refusal: Refusal) -> Result:
    return refused(f"{paper.name}, row {number}", refusal)


def _finish(open_desk: OpenDesk, run: _Run, table: Table) -> Result:
    tally, paper = run.tally, run.paper
    counts: dict[str, int] = {outcome: tally.counts[outcome] for outcome in OUTCOMES}
    rows = Rows(counts, tuple(tally.rejects), tuple(tally.changed))
    reader = table.layout, table.reader_version
    with open_desk() as desk:
        if tally.outcome != "rejected":
            mark_read(desk.session, paper.sha256, reader)
            reason = f"resumed: behind {run.behind} rows" if run.behind else None
            return Result(tally.name, tally.outcome, reason=reason, rows=rows)
        detail = f"none of {sum(counts.values())} rows states a project"
        return replace(desk.refuse(tally.name, paper, Refusal("no-row-taken", detail)), rows=rows)
