"""Counts, and finds the rows of questions, in memory: one mirror a process.

What it says is right for exactly the dataset version that the snapshot names, whoever wrote it.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from app.database import Database
from app.errors import StillLoading
from app.mirror.asking import Asking
from app.mirror.bits import Bits, count_of, unpacked
from app.mirror.columns import Hits
from app.mirror.conditions import Conditions
from app.mirror.loading import AT_ONCE, Loading
from app.mirror.page import Part, page_of
from app.mirror.searching import Learning, Searching, Unlearnt
from app.mirror.sort_keys import rank_of, sorting_of
from app.mirror.state import State, can_refresh, load, most_records, past_of, refresh
from app.query.compile import unstated
from app.query.cursor import Stored
from app.query.resource import PROJECTS
from app.store.snapshot import Snapshot
from app.store.totals import count_records
from app.store.view import View

_LOADING = "The records are being read into memory."


class Found(NamedTuple):
    """The rows of a question, and how many records each range dropped for a missing value."""

    hits: Hits
    not_stated: dict[str, int]


class Mirror:
    """The columns of all records of a database, for one thread.

    What asks it something raises `Unlearnt` where a search has to `learn` its words first.
    """

    def __init__(self, database: Database) -> None:
        self._loading = Loading(database)
        self._learning = Learning(database)
        self._state: State | None = None

    def start(self, snapshot: Snapshot) -> None:
        """Begins to load behind the scenes what no question may wait for."""
        if most_records(snapshot.reader) > AT_ONCE:
            self._loading.begin()

    def stop(self) -> None:
        """Gives up what is being loaded."""
        self._loading.stop()
        self._learning.stop()

    def require_ready(self) -> None:
        """Raises `StillLoading` where `hits` would."""
        if self._state is None and self._loading.is_busy:
            raise StillLoading(_LOADING)

    async def learn(self, unlearnt: Unlearnt) -> Sequence[object]:
        """Works out which rows hold the words of a search, while others are answered; what this
        returns is to be held until it is asked again. Raises `QueryTooSlow`."""
        return await self._learning.learn(unlearnt.searching)

    def hits(self, snapshot: Snapshot, view: View) -> Hits:
        """The rows of a question, whatever it asks; raises `StillLoading`."""
        asking = self._asking(self._at(snapshot), snapshot, view)
        return _hits(asking, asking.where())

    def found(self, snapshot: Snapshot, view: View) -> Found:
        """The same, and how many records each range dropped for a missing value."""
        asking = self._asking(self._at(snapshot), snapshot, view)
        found = asking.where()
        return Found(_hits(asking, found), _not_stated(asking, found))

    def total(self, snapshot: Snapshot, view: View) -> tuple[int, dict[str, int]]:
        """The number of records, and how many each range dropped for a missing value; in SQL while
        the records are being loaded."""
        try:
            asking = self._asking(self._at(snapshot), snapshot, view)
        except StillLoading:
            return count_records(snapshot.reader, PROJECTS, view)
        found = asking.where()
        return count_of(found), _not_stated(asking, found)

    def page(
        self, snapshot: Snapshot, view: View, after: tuple[Stored, ...] | None, count: int
    ) -> list[int] | None:
        """The `since` of the first so many records of a question, in its order: behind its offset,
        or behind the sort values of a cursor. None where the database has to tell; raises
        `StillLoading` where it would take too long to: it ranks every hit of a search anew."""
        query = view.query
        if view.version is not None:
            return None
        try:
            state = self._at(snapshot)
        except StillLoading:
            if query.q is not None and not query.sort:
                raise
            return None
        asking = self._asking(state, snapshot, view)
        sorting = sorting_of(asking.conditions, state.ranks)
        if sorting is None:
            return None
        rows = page_of(asking, sorting, state.orders, Part(after, query.offset + count))
        since: list[int] = state.columns.since[rows[query.offset :]].tolist()
        return since

    def rank(self, snapshot: Snapshot, view: View, since: int) -> int:
        """How well the search was found in the record that stands from this version."""
        conditions = self._asking(self._at(snapshot), snapshot, view).conditions
        return int(rank_of(conditions, conditions.columns.rows_of(np.array([since])))[0])

    def _asking(self, state: State, snapshot: Snapshot, view: View) -> Asking:
        reader = snapshot.reader
        if view.version is None:
            columns, live, kept, terms = state.columns, state.standing, state.kept, state.terms
        else:
            columns, live, kept, terms = past_of(state, reader, view.version)
        searching = Searching(state, columns, terms, view.query.sought or ())
        tiers = partial(searching.tiers, reader)
        return Asking(Conditions(columns, reader, view, kept, tiers), live)

    def _at(self, snapshot: Snapshot) -> State:
        """The state of a snapshot, brought up to date if need be."""
        state = self._state = self._loading.take() or self._state
        if state is not None and state.is_of(snapshot.dataset):
            return state
        if state is not None and can_refresh(state, snapshot):
            if snapshot.dataset.version - state.version <= AT_ONCE:
                self._state = refresh(state, snapshot)
                return self._state
        elif most_records(snapshot.reader) <= AT_ONCE:
            fresh = load(snapshot)
            if state is None or not state.is_ahead_of(snapshot.dataset):
                self._state = fresh
            return fresh
        if state is None or not state.is_ahead_of(snapshot.dataset):
            self._state = None  # of no use any more: there is room for the next
            self._loading.begin()
        raise StillLoading(_LOADING)


def _hits(asking: Asking, found: Bits) -> Hits:
    columns = asking.conditions.columns
    return Hits(columns, unpacked(found, len(columns)))


def _not_stated(asking: Asking, found: Bits) -> dict[str, int]:
    query = asking.conditions.view.query
    return asking.not_stated(unstated(PROJECTS, query), found)
