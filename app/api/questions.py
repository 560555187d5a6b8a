"""Questions that were read lately: dashboards send the same ones again and again.

Which codes can be asked for follows from the data, so what is held is of one dataset version.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from app.query.accepts import Accepts
from app.query.format import format_query
from app.query.model import Query
from app.query.parse import parse_query
from app.query.resource import Resource
from app.query.wire import names_in
from app.store.reads import DatasetState
from app.store.snapshot import Snapshot

_MOST = 512
_LONGEST = 1_000
"""Bytes of a query string that is kept."""
Read = TypeVar("Read")


class Asked(NamedTuple):
    """A question, and its canonical text without paging."""

    query: Query
    text: str

    @classmethod
    def of(cls, resource: Resource, query: Query) -> "Asked":
        """A question with its text."""
        return cls(query, format_query(resource, query, paging=False))


class Questions:
    """Reads questions, each once."""

    def __init__(self) -> None:
        self._of: DatasetState | None = None
        self._known: dict[tuple[Hashable, bytes], Any] = {}

    def read(self, snapshot: Snapshot, resource: Resource, raw: bytes, accepts: Accepts) -> Asked:
        """What a query string asks; raises `QueryRejected`."""
        kind = (resource, accepts)
        return self.once(snapshot, kind, raw, lambda: _read(snapshot, resource, raw, accepts))

    def once(
        self, snapshot: Snapshot, kind: Hashable, raw: bytes, read: Callable[[], Read]
    ) -> Read:
        """What `read` makes of a query string; each kind of question is read in one way only."""
        if self._of != snapshot.dataset or len(self._known) >= _MOST:
            self._of, self._known = snapshot.dataset, {}
        known: Read | None = self._known.get((kind, raw))
        if known is None:
            known = read()
            if len(raw) <= _LONGEST:
                self._known[kind, raw] = known
        return known


def _read(snapshot: Snapshot, resource: Resource, raw: bytes, accepts: Accepts) -> Asked:
    lookups = snapshot.lookups_for(names_in(raw))
    return Asked.of(resource, parse_query(resource, raw, lookups=lookups, accepts=accepts))
