"""The mirror at one version of the dataset: loaded from the database, or brought up to date.

A state is never changed: what is read later makes another one, which shares the columns.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from app.database import Reader
from app.domain.columnar import CODED, NUMBERS
from app.mirror.bits import Bits, packed
from app.mirror.columns import MISSING, Columns, Integers, Mask
from app.mirror.kept import Kept
from app.mirror.orders import BY_ID, Orders
from app.mirror.ranks import ranks_of, ranks_with_new, rows_by_id
from app.mirror.table import Table
from app.mirror.terms import Terms
from app.query.mirroring import DEAD, MOST_RECORDS, NEIGHBOURS, live_rows, past_rows
from app.store.reads import DatasetState, redaction_stamp
from app.store.snapshot import Snapshot

_NAMES = ([column.name for column in NUMBERS], [column.name for column in CODED])
_ROWS = live_rows(*_NAMES)
_PAST = past_rows(*_NAMES)
_BEFORE_ALL = -1
_FEW = 10_000
"""Dead rows that nobody minds."""
_BYTES_A_ROW = 16
"""Of bits that are kept: a hundred conditions."""
_MOST_PAST_ROWS = 1_000_000
"""Of versions before, all together; two are kept however many rows they have."""
_MOST_PASTS = 8
_kept = partial(Kept, _BYTES_A_ROW)


class Past(NamedTuple):
    """The rows that stood at a version before, with what was worked out of them before: bits of
    conditions, and which of them hold the words of a search."""

    columns: Columns
    live: Bits
    kept: Kept
    terms: Terms


@dataclass(frozen=True, eq=False)
class State:
    """What the database held at one version.

    `ranks` say where the id of each row stands, `orders` have whole orders of them; `terms` tell
    which rows hold the words of a search; `kept` are bits of conditions worked out before, `past`
    the rows of versions before.
    """

    epoch: str
    version: int
    redaction: str | None
    table: Table
    columns: Columns
    live: Mask
    ranks: Integers
    orders: Orders = field(default_factory=Orders)
    terms: Terms = field(default_factory=Terms)
    kept: Kept = field(default_factory=_kept)
    past: dict[int, Past] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.live.flags.writeable = False

    @cached_property
    def standing(self) -> Bits:
        """The live rows."""
        return packed(self.live)

    def is_of(self, dataset: DatasetState) -> bool:
        """Whether this is what the dataset holds."""
        return (self.epoch, self.version) == (dataset.epoch, dataset.version)

    def is_ahead_of(self, dataset: DatasetState) -> bool:
        """Whether the dataset was read before this was."""
        return self.epoch == dataset.epoch and self.version > dataset.version


def load(snapshot: Snapshot) -> State:
    """Everything anew, however long it takes."""
    table, count = Table.with_room(most_records(snapshot.reader)), 0
    for block in snapshot.reader.blocks(_ROWS, (MISSING, _BEFORE_ALL)):
        count = table.write(count, block)
    live = np.ones(count, np.bool_)
    by_id = rows_by_id(snapshot.reader, live)
    state = State(
        snapshot.dataset.epoch,
        snapshot.dataset.version,
        redaction_stamp(snapshot.reader),
        table,
        table.columns(count),
        live,
        ranks_of(by_id, count),
    )
    state.orders.put(BY_ID, by_id.astype(np.int32))
    return state


def most_records(reader: Reader) -> int:
    """No fewer records than there are."""
    most: int = reader.rows(MOST_RECORDS)[0][0]
    return most


def can_refresh(state: State, snapshot: Snapshot) -> bool:
    """Whether all that happened since is that rows came in and died."""
    return (
        state.epoch == snapshot.dataset.epoch
        and state.version <= snapshot.dataset.version
        and state.redaction == redaction_stamp(snapshot.reader)
    )


def refresh(state: State, snapshot: Snapshot) -> State:
    """The state with what happened since; the one given stays right should this fail."""
    reader, behind = snapshot.reader, state.version
    rows = reader.rows(_ROWS, (MISSING, behind))
    dead = [since for (since,) in reader.rows(DEAD, (behind, behind))]
    if not rows and not dead:
        return replace(state, version=snapshot.dataset.version)
    neighbours = reader.rows(NEIGHBOURS, (behind,))
    count = state.table.write(len(state.columns), rows)
    columns = state.table.columns(count)
    live = np.ones(count, np.bool_)
    live[: len(state.live)] = state.live
    live[columns.rows_of(np.array(dead, np.int64))] = False
    ranks, orders = ranks_with_new(columns, state.ranks, neighbours), state.orders
    if ranks is None:  # numbered anew: dead rows do not stand where they stood
        ranks, orders = ranks_of(rows_by_id(reader, live), count), Orders()
    return _without_dead(
        replace(
            state,
            version=snapshot.dataset.version,
            columns=columns,
            live=live,
            ranks=ranks,
            orders=orders,
        )
    )


def load_or_refresh(state: State | None, snapshot: Snapshot) -> State:
    """The state of a snapshot, from an earlier one where that is possible."""
    if state is not None and can_refresh(state, snapshot):
        return refresh(state, snapshot)
    return load(snapshot)


def past_of(state: State, reader: Reader, version: int) -> Past:
    """The rows that stood at a version before that of the state, in which nothing changes any more;
    those asked for last are kept."""
    past = state.past.pop(version, None) or _read_past(state, reader, version)
    state.past[version] = past
    for earlier in list(state.past)[:-2]:
        rows = sum(len(one.columns) for one in state.past.values())
        if rows > _MOST_PAST_ROWS or len(state.past) > _MOST_PASTS:
            del state.past[earlier]
    return past


def _read_past(state: State, reader: Reader, version: int) -> Past:
    count = len(state.columns)
    gone = reader.rows(_PAST, (MISSING, version))
    both = state.table.columns(state.table.write(count, gone))  # the next refresh writes there
    standing = np.flatnonzero(state.live & (state.columns.since <= version))
    rows = np.concatenate((standing, np.arange(count, count + len(gone))))
    rows = rows[np.argsort(both.since[rows])]
    everything = packed(np.ones(len(rows), np.bool_))
    return Past(both.take(rows), everything, _kept(), Terms())


def _without_dead(state: State) -> State:
    """The state without its dead rows, once there are more of them than of live ones."""
    if len(state.live) <= 2 * np.count_nonzero(state.live) + _FEW:
        return state
    rows = np.flatnonzero(state.live)
    table = state.table.only(rows)
    return replace(
        state,
        table=table,
        columns=table.columns(len(rows)),
        live=state.live[rows],
        ranks=state.ranks[rows],
        orders=Orders(),
        terms=Terms(),
        kept=_kept(),
    )
