"""The desk where documents are taken in: what was read becomes records, versions and documents, or
goes to quarantine, inside a transaction of its caller."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy.exc import DataError, IntegrityError, InterfaceError
from sqlmodel import Session

from app.errors import DocumentRejected, ProjektbankError, RecordConflict, RecordDeleted
from app.importer.arrival import Arrival, Page
from app.importer.document import Refusal
from app.importer.incoming import Options
from app.importer.pages.layouts import LAYOUTS
from app.importer.report import Outcome, Result, changes_to_json
from app.importer.tables import READER_VERSIONS as LISTS
from app.importer.tables import Table
from app.indexes import lay_aside
from app.store.documents import (
    Known,
    Paper,
    document_row,
    find_document,
    known_documents,
    quarantine,
    store_document,
    unpack,
)
from app.store.history import is_unused
from app.store.lists import (
    ALL_ROWS,
    begin_rows,
    count_refused_rows,
    note_rows,
    store_refused,
)
from app.store.newcomers import Newcomers
from app.store.projects import Saved, Visit, save_reading
from app.store.redaction.blocklist import BlockList
from app.store.redaction.reading import (
    obey,
    obey_cells,
    obey_paper,
    obey_refused,
    obey_text,
)

T = TypeVar("T")
READER_VERSIONS: Mapping[str, int] = {**{one.name: one.reader_version for one in LAYOUTS}, **LISTS}
MAX_REFUSED = 100_000
"""Refused rows of a list that are kept with their cells, give or take a batch."""
_TURN_SECONDS = 0.25
"""Of one turn of writing: others wait for theirs."""
_MANY = 100
"""Pages or rows from which on an empty database is worth being prepared for many."""
NOT_TAKEN = (RecordConflict, RecordDeleted, DocumentRejected)
"""Why what a document states is not made a record."""
_CONFLICTS = frozenset({RecordConflict.code, RecordDeleted.code})
_NOT_STORABLE = (IntegrityError, DataError, InterfaceError, ValueError, OverflowError)
"""What the database says of a value that no check has found."""


class OneFailed(Exception):
    """Many could not be stored at once: one of them holds something that cannot be stored."""


class Desk:
    """The place of work of one transaction.

    Projects that nothing is known of are stored many at once, unless each is to be stored alone.
    """

    def __init__(
        self, session: Session, options: Options, visit: Visit, *, one_by_one: bool = False
    ) -> None:
        self.session = session
        self._options = options
        self.visit = visit
        self._visit_again = replace(visit, policy=replace(visit.policy, again=True))
        self._one_by_one = one_by_one or options.dry_run
        self._newcomers = Newcomers(session, visit.at)
        self._known: dict[str, Known] = {}
        self._refused: list[dict[str, Any]] = []
        self._deadline = time.monotonic() + _TURN_SECONDS

    def take_pages(self, arrivals: Sequence[Arrival]) -> list[Result]:
        """What becomes of each document that is no list: known already, taken in, or refused.

        Of as many as a turn of writing has time for, at least of one: the others wait for the next.
        """
        papers = [one.paper for one in arrivals if one.paper]
        self._known = known_documents(self.session, [paper.sha256 for paper in papers])
        self.meet([one.page for one in arrivals if one.page])
        results = [self._take(arrival) for arrival in self.in_turn(arrivals)]
        self.finish()
        return results

    def in_turn(self, waiting: Sequence[T]) -> Iterator[T]:
        """Those that there is time for in this turn of writing, at least one."""
        for one in waiting:
            yield one
            if time.monotonic() > self._deadline:
                return

    def meet(self, pages: Sequence[Page]) -> None:
        """Asks what is known of the projects that these state."""
        if self._one_by_one:
            return
        if len(pages) >= _MANY and is_unused(self.session):
            lay_aside(self.session.connection())
        self._newcomers.meet([page.newcomer for page in pages])

    def finish(self) -> None:
        """Stores what waits to be stored; raises `OneFailed`."""
        with _all_or_one():
            self._newcomers.flush()

    def look_up(self, paper: Paper) -> Known | None:
        """What came of a list, as `knows` tells."""
        self._known = known_documents(self.session, [paper.sha256])
        return self.knows(paper)

    def knows(self, paper: Paper) -> Known | None:
        """What came of this very document, if today's reader has read it before and nothing else is
        asked of it now: then it can say nothing new."""
        known = self._known.get(paper.sha256)
        if known is None or known.layout is None or self._asks_anew(known, paper):
            return None
        return known if READER_VERSIONS.get(known.layout) == known.reader_version else None

    def save(self, page: Page, document: dict[str, Any] | None, *, again: bool = False) -> Saved:
        """Makes or updates the record that a page or a row of a list states, and stores the
        document; raises what `save_reading` does, and `DocumentRejected`. What was taken in before
        is read `again`: of another document of the same day, which came later, it says nothing new.
        """
        if self._admits(page, document):
            return Saved("created", page.newcomer.key, None, page.newcomer.issues)
        self.finish()
        self._newcomers.pass_by(page.newcomer)
        content = unpack(document["content"]) if document and document["content"] else b""
        reading, redacted = obey(self.session, page.reading.open(), content)
        try:
            with self.session.begin_nested():
                visit = self._visit_again if again else self.visit
                saved = save_reading(self.session, reading, visit)
                if document is not None:
                    row = {**document, "name": reading.source.name, "project_id": saved.id}
                    store_document(self.session, row, redacted)
        except _NOT_STORABLE as error:
            detail = f"a value cannot be stored ({type(error).__name__})"
            raise DocumentRejected("not-storable", detail) from error
        return saved

    def result(self, name: str, saved: Saved) -> Result:
        """What the report says of a record that was stored."""
        changes = changes_to_json(saved.changes) if self._options.dry_run else {}
        reason = f"older: {', '.join(saved.outdated)}" if saved.outdated else None
        if saved.outcome == "conflict":
            reason = f"set-by-hand: {', '.join(saved.contradicted)}"
        return Result(
            name, saved.outcome, saved.id, reason, saved.issues, saved.matched_by, changes
        )

    @property
    def blocks(self) -> BlockList:
        """Which contact details are taken in no more."""
        return BlockList.of(self.session)

    def begin_list(self, paper: Paper, table: Table, run: str, redacted: bytes | None) -> None:
        """Stores a list before its rows: until its last row is taken it counts as unfinished.
        `redacted` is kept in its place where it holds something blocked."""
        known = self.rows_known(paper)
        row = document_row(obey_paper(self.session, paper))
        store_document(self.session, row, redacted)
        detail = "its import was cut off: import it again"
        quarantine(self.session, row, "unfinished", detail)
        begin_rows(self.session, paper.sha256, run, table.reader_version, known)

    def rows_known(self, paper: Paper) -> int:
        """How many rows of a list were taken in before, if only by an import that was cut off."""
        known = known_documents(self.session, [paper.sha256]).get(paper.sha256)
        if known is None:
            return 0
        return ALL_ROWS if known.layout else max(known.rows_known or 0, known.rows_taken or 0)

    def rows_taken(self, paper: Paper, table: Table) -> int:
        """Behind how many rows of a list that was looked up an import that was cut off can go on; 0
        where it must begin anew, as something else is asked of it now."""
        known = self._known.get(paper.sha256)
        if known is None or known.layout is not None or self._asks_anew(known, paper):
            return 0
        asked = (paper.mapping, paper.dated, table.reader_version)
        if asked != (known.mapping, known.dated, known.reader_version):
            return 0
        # Of more refused rows than are kept, not all could be told of again.
        is_known = count_refused_rows(self.session, paper.sha256) < MAX_REFUSED
        return (known.rows_taken or 0) if is_known else 0

    def refuse_row(self, row: int, refusal: Refusal, cells: Mapping[str, str]) -> None:
        """Notes a row of a list that no record could be made of."""
        kept = json.dumps(obey_cells(self.session, cells), ensure_ascii=False)
        detail = obey_text(self.session, refusal.detail)
        self._refused.append({"row": row, "code": refusal.code, "detail": detail, "cells": kept})

    def note_rows(self, paper: Paper, run: str, taken: int, *, keeps: bool) -> None:
        """Notes how far a list has been taken in, and stores the refused rows that were noted."""
        note_rows(self.session, paper.sha256, run, taken)
        if keeps:
            store_refused(self.session, paper.sha256, self._refused, self.visit.at)

    def refuse(self, name: str, paper: Paper, refusal: Refusal, page: Page | None = None) -> Result:
        """Puts a document into quarantine; of one that was read, what it states is known."""
        row = document_row(obey_paper(self.session, paper))
        detail = obey_text(self.session, refusal.detail)
        with self.session.begin_nested():
            quarantine(self.session, row, refusal.code, detail, self._redacted(paper, page))
        return refused(name, refusal)

    def _redacted(self, paper: Paper, page: Page | None) -> bytes | None:
        """What is kept of a document that comes in and holds something blocked."""
        if not (paper.packed and len(self.blocks)):
            return None
        if find_document(self.session, paper.sha256) is not None:
            return None
        content = unpack(paper.packed)
        if page is None:
            return obey_refused(self.session, content)
        return obey(self.session, page.reading.open(), content).redacted

    def _take(self, arrival: Arrival) -> Result:
        paper, page = arrival.paper, arrival.page
        why = arrival.refusal or Refusal("reader-failed", "nothing was read")
        if paper is None:
            return refused(arrival.name, why)
        known = self.knows(paper)
        if known is not None:  # a list of anybody's too, that came without its mapping this time
            return Result(arrival.name, "unchanged", known.project_id, matched_by="document")
        if page is None:
            return self.refuse(arrival.name, paper, why)
        reader = page.layout, page.reader_version
        kept = obey_paper(self.session, paper)
        row = document_row(kept, reader, page.newcomer.key)
        try:
            saved = self.save(page, row)
        except NOT_TAKEN as error:
            return self.refuse(arrival.name, paper, refusal_of(error), page)
        self._known[paper.sha256] = Known(*reader, saved.id, paper.dated)
        return self.result(arrival.name, saved)

    def _admits(self, page: Page, document: dict[str, Any] | None) -> bool:
        is_known = document is not None and document["sha256"] in self._known
        if is_known or self._one_by_one or len(self.blocks):
            return False
        with _all_or_one():
            return self._newcomers.admit(page.newcomer, document)

    def _asks_anew(self, known: Known, paper: Paper) -> bool:
        options = self._options
        wants = options.undelete or options.again or options.on_conflict == "replace"
        is_list = known.project_id is None
        differs = is_list and paper.mapping not in (None, known.mapping)
        return wants or differs or options.dated not in (None, known.dated)


@contextmanager
def _all_or_one() -> Iterator[None]:
    """What many are stored in fails by one of them."""
    try:
        yield
    except _NOT_STORABLE as error:
        raise OneFailed from error


def refusal_of(error: ProjektbankError) -> Refusal:
    """A reason of `NOT_TAKEN` as it is reported."""
    code = error.reason if isinstance(error, DocumentRejected) else error.code
    return Refusal(code, str(error))


def refused(name: str, refusal: Refusal) -> Result:
    """What the report says of a document that was not taken in."""
    outcome: Outcome = "conflict" if refusal.code in _CONFLICTS else "rejected"
    return Result(name, outcome, reason=f"{refusal.code}: {refusal.detail}")
