"""The names of the organisations that answer for themselves: all of them, or those of which
something may have changed since they were read.
"""

import json
from collections.abc import Collection
from typing import NamedTuple

from app.database import Reader
from app.store.reads import REDACTION
from app.store.snapshot import Snapshot

_NAMES = (
    "SELECT heir.id, heir.number, heir.name, heir.name_key, s.folded FROM spelling s"
    " JOIN organisation o ON o.id = s.organisation_id"
    " JOIN organisation heir ON heir.id = coalesce(o.merged_into, o.id)"
)
_ASKED = "SELECT value FROM json_each(?1)"
_SOME = (
    f"{_NAMES} WHERE s.organisation_id IN (SELECT id FROM organisation"  # noqa: S608 - the same
    f" WHERE id IN ({_ASKED})"
    f" AND +merged_into IS NULL UNION SELECT id FROM organisation WHERE merged_into IN ({_ASKED}))"
)
_CHANGED = (
    "SELECT owner_id FROM project WHERE since > ?1"
    " UNION SELECT owner_id FROM past_project WHERE until > ?1"
    " UNION SELECT coalesce(o.merged_into, o.id) FROM spelling s"
    " JOIN organisation o ON o.id = s.organisation_id WHERE s.rowid > ?2"
)
"""Owners whose projects came, went or moved, and those who were spelt as never before."""
_MARK = (
    f"SELECT ({REDACTION}), (SELECT max(id) FROM organisation_event),"  # noqa: S608
    " (SELECT coalesce(max(rowid), 0) FROM spelling)"
)


class OwnerName(NamedTuple):
    """An organisation with its number and name, and one spelling of it or of one merged into it,
    folded."""

    id: str
    number: str | None
    name: str
    name_key: str
    folded: str


class Mark(NamedTuple):
    """The moment at which names were read."""

    version: int
    spellings: int  # the number of the newest one
    epoch: str
    redaction: str | None
    merges: int | None  # the number of the last one

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Mark":
        """That of a snapshot."""
        [(redaction, merges, spellings)] = snapshot.reader.rows(_MARK)
        dataset = snapshot.dataset
        return cls(dataset.version, spellings, dataset.epoch, redaction, merges)

    def leads_to(self, later: "Mark") -> bool:
        """Whether what changed in between can be told."""
        return self.version <= later.version and self[2:] == later[2:]


def owner_names(reader: Reader) -> list[OwnerName]:
    """Every name of every organisation that answers for itself."""
    return _names(reader, _NAMES, ())


def changed_owners(reader: Reader, since: Mark) -> list[str]:
    """The organisations of which something may have changed; some may be there no more."""
    return [key for (key,) in reader.rows(_CHANGED, since[:2])]


def names_of(reader: Reader, owners: Collection[str]) -> list[OwnerName]:
    """Every name of these, as far as they answer for themselves."""
    return _names(reader, _SOME, (json.dumps(list(owners)),))


def _names(reader: Reader, sql: str, parameters: tuple[object, ...]) -> list[OwnerName]:
    return [OwnerName(*row) for row in reader.rows(sql, parameters)]
