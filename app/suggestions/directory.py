"""Owners and codes in memory: found by any word of any of their names, counted by the mirror.

Right for exactly the dataset version of the snapshot; names are indexed anew only where they
changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np

from app.mirror.facets import count_facets
from app.mirror.mirror import Mirror
from app.mirror.selection import Selection
from app.query.facets import Facets
from app.query.model import Query
from app.query.suggesting import CODE_KINDS, OWNER
from app.store.snapshot import Snapshot
from app.store.suggestions import owner_names
from app.store.view import view_of
from app.suggestions.choice import Found
from app.suggestions.codes import suggested_code
from app.suggestions.index import Index
from app.suggestions.owners import Owners
from app.suggestions.suggestion import Suggestion
from app.suggestions.typed import Fit, Typed

_OWNER_ID = "owner_id"


@dataclass(frozen=True, slots=True)
class _State:
    """What is suggested of one dataset version."""

    version: tuple[str, int]
    owners: Owners
    counts: Sequence[int]  # of the projects of each owner
    codes: Sequence[Suggestion]
    index: Index  # of the codes

    def found_owners(self, typed: Typed) -> Iterator[tuple[int, Fit]]:
        """The places of owners with projects that fit, and how well."""
        found = self.owners.index.find(typed)
        return ((place, fit) for place, fit in found if self.counts[place])

    def owner(self, place: int) -> Suggestion:
        """The suggestion of an owner."""
        one = self.owners.listed[place]
        behind = {OWNER: one.id}
        return Suggestion(OWNER, one.id, one.name, behind, count=self.counts[place])


class Directory:
    """The owners and codes of a database, for one thread."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._state: _State | None = None

    def find(
        self, snapshot: Snapshot, typed: Typed, kinds: Iterable[str], limit: int
    ) -> Iterator[Found]:
        """The owners and codes of these kinds that fit, of owners the best so many; raises
        `StillLoading`."""
        state, wanted = self._at(snapshot), frozenset(kinds)
        for place, fit in state.index.find(typed):
            if state.codes[place].kind in wanted:
                yield Found(fit, state.codes[place])
        if OWNER in wanted:
            found = ((fit, -state.counts[at], at) for at, fit in state.found_owners(typed))
            for fit, _, place in nsmallest(limit, found):
                yield Found(fit, state.owner(place))

    def _at(self, snapshot: Snapshot) -> _State:
        version = (snapshot.dataset.epoch, snapshot.dataset.version)
        if self._state is None or self._state.version != version:
            self._state = self._load(snapshot, version)
        return self._state

    def _load(self, snapshot: Snapshot, version: tuple[str, int]) -> _State:
        everything = Facets(Query(), CODE_KINDS)
        view = view_of(snapshot, everything.query)
        hits = self._mirror.hits(snapshot, view)
        names = owner_names(snapshot.reader)
        kept = self._state.owners if self._state else None
        owners = kept if kept and kept.names == names else Owners.of(names)
        column = Selection.of(hits, view.day).coded(_OWNER_ID)
        sizes = np.bincount(column.codes, minlength=len(column.values)).tolist()
        counts = dict(zip(column.values, sizes, strict=True))
        facets = count_facets(lambda _: hits, view, everything, lambda _: {})
        codes = [suggested_code(row) for one in facets for row in one.rows if row.value]
        return _State(
            version,
            owners,
            [counts.get(one.id, 0) for one in owners.listed],
            [suggestion for _, suggestion in codes],
            Index([listed for listed, _ in codes]),
        )
