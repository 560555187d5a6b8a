"""The terms of one search in the rows of a state. What is not known of many rows is worked out in
threads, each term once for all who ask for it, while others are answered.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from app.database import Database, Reader, Row, SqliteReader
from app.errors import QueryTooSlow
from app.mirror.columns import Columns
from app.mirror.state import State, can_refresh
from app.mirror.terms import Terms, Tiers, tiers_of
from app.query.search import Sought
from app.store.reads import dataset_state
from app.store.snapshot import Snapshot

FEW = 5_000
"""Rows of which a term is asked at once: that takes some milliseconds."""
MOST_WAITING = 100
"""Terms that are worked out or wait for it."""
_AT_ONCE = 2


class Unlearnt(Exception):
    """It takes long to tell which rows hold the terms of a search: that is to be learnt first."""

    def __init__(self, searching: "Searching") -> None:
        super().__init__()
        self.searching = searching


@dataclass(frozen=True, slots=True)
class Searching:
    """One search in some rows of a state; `terms` are those known of these rows."""

    state: State
    columns: Columns
    terms: Terms
    sought: Sequence[Sought]

    def tiers(self, reader: Reader, one: Sought) -> Tiers:
        """By row, how well a term is found; raises `Unlearnt`."""
        if self.lacks(one):
            raise Unlearnt(self)
        return self.terms.tiers(reader, self.columns, one)

    def lacks(self, one: Sought) -> bool:
        """Whether nobody can wait here for what is not known of a term."""
        return len(self.columns) - len(self.terms.known(one)) > FEW


class Learning:
    """Works out terms; for one event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._working: dict[tuple[Terms, Sought], asyncio.Task[Tiers | None]] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._is_stopped = False

    def stop(self) -> None:
        """Learns nothing more: what is being worked out ends with its next statement."""
        self._is_stopped = True

    async def learn(self, searching: Searching) -> list[Tiers | None]:
        """All terms of a search: for as long as somebody holds what this returns, they are known.

        Raises `QueryTooSlow` where one takes too long, or too many others wait. If the data was
        replaced meanwhile, nothing is known: it is to be asked of the new rows.
        """
        held: list[Tiers | None] = []
        for one in searching.sought:
            if searching.lacks(one):
                # Others may wait for it too: it goes on when this question is given up.
                held.append(await asyncio.shield(self._task(searching, one)))
            else:
                held.append(searching.terms.known(one))
        return held

    def _task(self, searching: Searching, one: Sought) -> asyncio.Task[Tiers | None]:
        key = (searching.terms, one)
        if key not in self._working:
            if len(self._working) >= MOST_WAITING:
                raise QueryTooSlow("Too many searches wait for words that were not asked lately.")
            task = self._working[key] = asyncio.create_task(self._learn(searching, one))
            task.add_done_callback(partial(self._forget, key))
        return self._working[key]

    def _forget(self, key: tuple[Terms, Sought], done: asyncio.Task[Tiers | None]) -> None:
        del self._working[key]
        if not done.cancelled():
            done.exception()  # where nobody waits for it any more, it is no news

    async def _learn(self, searching: Searching, one: Sought) -> Tiers | None:
        async with self._turns:
            known = searching.terms.known(one)
            tiers = await asyncio.to_thread(self._found, searching, one, known)
        if tiers is not None:
            searching.terms.put(one, tiers)
        return tiers

    def _found(self, searching: Searching, one: Sought, known: Tiers) -> Tiers | None:
        """None where the index tells of other rows by now. Rows that came in are told with the
        next question."""
        with closing(self._database.reader()) as reader:
            try:
                unhurried = _Unhurried(reader, searching.state, lambda: self._is_stopped)
                return tiers_of(unhurried, searching.columns, one, known)
            except _Replaced:
                return None


class _Replaced(Exception):
    """The rows are no longer those that were read."""


@dataclass(frozen=True, slots=True)
class _Unhurried:
    """Reads each statement within a time budget of its own, as long as the rows of a state stand:
    what came in behind them is not asked for."""

    reader: SqliteReader
    state: State
    is_stopped: Callable[[], bool]

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        with self.reader.snapshot() as within:
            here = Snapshot(within, dataset_state(within))
            if self.is_stopped() or not can_refresh(self.state, here):
                raise _Replaced
            return within.rows(sql, parameters)

    def blocks(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[Row]]:
        return self.reader.blocks(sql, parameters)
