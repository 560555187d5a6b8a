"""The place of each live row in the order of ids, as a number with room between any two.

A row that comes in takes a number between its neighbours'; only where there is no room left are
all of them given anew.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from app.database import Reader, Row
from app.mirror.columns import Columns, Integers, Mask
from app.mirror.listed import numbers_in
from app.query.mirroring import KEYS_BY_ID, KEYS_BY_SINCE

FIRST, LAST = 0, 2**62
"""No row has these numbers: they stand before and behind all."""
_SHARE = 16
"""A new row takes a sixteenth of the room behind the one before it: most ids come in rising."""


def rows_by_id(reader: Reader, live: Mask) -> Integers:
    """The live rows in the order of their ids."""
    by_id, by_since = numbers_in(reader, KEYS_BY_ID), numbers_in(reader, KEYS_BY_SINCE)
    place_of = np.argsort(by_since)
    places = place_of[np.searchsorted(by_since, by_id, sorter=place_of)]
    rows: Integers = np.flatnonzero(live)[places]
    return rows


def ranks_of(rows: Integers, count: int) -> Integers:
    """The numbers of so many rows, of which these are alive and stand in the order of their ids;
    those of dead ones are without meaning."""
    ranks = np.zeros(count, np.int64)
    ranks[rows] = _between(FIRST, LAST, len(rows))
    return ranks


def ranks_with_new(columns: Columns, ranks: Integers, neighbours: Sequence[Row]) -> Integers | None:
    """The numbers once rows were added: these have a row each, in the order of their ids, with
    those before and after it. None where there is no room left."""
    grown = np.zeros(len(columns), np.int64)
    grown[: len(ranks)] = ranks
    for run in _runs(neighbours):
        before, behind = run[0][1], run[-1][2]
        low = FIRST if before is None else rank_at(columns, grown, before)
        high = LAST if behind is None else rank_at(columns, grown, behind)
        if high - low <= _SHARE * (len(run) + 1):
            return None
        if len(run) == 1:
            high = low + (high - low) // _SHARE
        places = columns.rows_of(np.array([since for since, *_ in run], np.int64))
        grown[places] = _between(low, high, len(run))
    return grown


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that follow on each other in the order of ids, with no older one between them."""
    run: list[Row] = []
    for row in rows:
        if run and row[1] != run[-1][0]:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def rank_at(columns: Columns, ranks: Integers, since: int) -> int:
    """The number of the row that stands from a version."""
    return int(ranks[columns.rows_of(np.array([since]))[0]])


def _between(low: int, high: int, count: int) -> Integers:
    """So many numbers between two others, as far apart as they can be."""
    step = (high - low) // (count + 1)
    return low + step * np.arange(1, count + 1, dtype=np.int64)
