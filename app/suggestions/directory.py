"""Owners and codes in memory: found by any word of any of their names, counted by the mirror.

Right for exactly the dataset version of the snapshot; names are read again only where they may
have changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np

from app.mirror.columns import CodedValue
from app.mirror.facets import count_facets
from app.mirror.mirror import Mirror
from app.mirror.selection import Selection
from app.query.facets import Facets
from app.query.model import Query
from app.query.suggesting import CODE_KINDS, OWNER
from app.store.owner_names import Mark, changed_owners, names_of, owner_names
from app.store.snapshot import Snapshot
from app.store.view import view_of
from app.suggestions.choice import Found
from app.suggestions.codes import suggested_code
from app.suggestions.index import Index
from app.suggestions.owners import Owner, Owners
from app.suggestions.suggestion import Suggestion
from app.suggestions.typed import Fit, Typed

_OWNER_ID = "owner_id"


@dataclass(frozen=True, slots=True)
class _State:
    """What is suggested of one dataset version."""

    version: tuple[str, int]
    owners: Owners
    counts: Mapping[CodedValue, int]  # of the projects of each owner
    codes: Sequence[Suggestion]
    index: Index  # of the codes

    def found_owners(self, typed: Typed) -> Iterator[tuple[Fit, int, Owner]]:
        """The owners with projects that fit, as they are ordered: how well, how many projects, the
        owner."""
        for place, fit in self.owners.index.find(typed):
            owner = self.owners.listed[place]
            if count := self.counts.get(owner.id):
                yield fit, -count, owner


class Directory:
    """The owners and codes of a database, for one thread."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._state: _State | None = None
        self._owners: tuple[Mark, Owners] | None = None

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
            for fit, count, owner in nsmallest(limit, state.found_owners(typed)):
                behind = {OWNER: owner.id}
                yield Found(fit, Suggestion(OWNER, owner.id, owner.name, behind, count=-count))

    def _at(self, snapshot: Snapshot) -> _State:
        version = (snapshot.dataset.epoch, snapshot.dataset.version)
        if self._state is None or self._state.version != version:
            self._state = self._load(snapshot, version)
        return self._state

    def _load(self, snapshot: Snapshot, version: tuple[str, int]) -> _State:
        everything = Facets(Query(), CODE_KINDS)
        view = view_of(snapshot, everything.query)
        hits = self._mirror.hits(snapshot, view)
        column = Selection.of(hits, view.day).coded(_OWNER_ID)
        sizes = np.bincount(column.codes, minlength=len(column.values)).tolist()
        counts = dict(zip(column.values, sizes, strict=True))
        facets = count_facets(lambda _: hits, view, everything, lambda _: {})
        codes = [suggested_code(row) for one in facets for row in one.rows if row.value]
        return _State(
            version,
            self._owners_at(snapshot),
            counts,
            [suggestion for _, suggestion in codes],
            Index([listed for listed, _ in codes]),
        )

    def _owners_at(self, snapshot: Snapshot) -> Owners:
        """All owners; what changed since they were asked for last is read again."""
        reader, mark = snapshot.reader, Mark.of(snapshot)
        then, owners = self._owners or (mark, None)
        if owners is None or owners.is_worn or not then.leads_to(mark):
            owners = Owners(owner_names(reader))
        elif then != mark:
            changed = changed_owners(reader, then)
            owners.tell(changed, names_of(reader, changed))
        self._owners = mark, owners
        return owners
