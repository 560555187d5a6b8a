"""Which projects may be like a project: by its telling words, its name, its number, its owner."""

from dataclasses import dataclass

import numpy as np

from app.database import Reader
from app.mirror.columns import MISSING, Hits, Integers
from app.similar.clues import Clue, clues_of, rows_named, rows_spelling
from app.similar.facts import Facts, compare
from app.similar.names import spellings_of
from app.similar.weights import points_of
from app.store.neighbours import Neighbour, first_by_id

MOST_OF_OWNER = 300
"""Projects of the same owner that are looked at: the nearest in time."""
ENOUGH = 50
"""Weight of the words that tell a subject: about five of a summary. Fewer tell a part of it."""
POOL = 100
"""Projects that are compared name by name."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Others by row, the most promising ones, with what they have in common but for their names."""

    rows: Integers
    clues: list[Clue]
    words: Integers  # points for the words that they share
    facts: Facts
    points: Integers  # for both


def gather(reader: Reader, hits: Hits, own: int, record: Neighbour) -> Pool:
    """The projects that may be most like a record."""
    clues = clues_of(reader, hits, own, record.id)
    named = rows_named(reader, hits, own, record.name)
    numbered = rows_spelling(reader, hits, own, spellings_of(record.number))
    owned = _of_owner(reader, hits, own)
    rows = np.unique(np.concatenate([*(clue.rows for clue in clues), named, numbered, owned]))
    words, facts = _points_for_words(clues, rows), compare(hits.columns, own, rows)
    points = words + facts.points()
    promise = points.copy()
    promise[np.searchsorted(rows, np.concatenate((named, numbered)))] += points_of("alike_name")
    best = np.searchsorted(rows, _first(reader, hits, rows, -promise, POOL))
    return Pool(rows[best], clues, words[best], facts.take(best), points[best])


def _points_for_words(clues: list[Clue], rows: Integers) -> Integers:
    """In the share of their weight that each row holds."""
    held = np.zeros(len(rows), np.int64)
    for clue in clues:
        held[np.searchsorted(rows, clue.rows)] += clue.weight
    return points_of("shared_words") * held // max(ENOUGH, sum(clue.weight for clue in clues))


def _of_owner(reader: Reader, hits: Hits, own: int) -> Integers:
    codes = hits.columns.coded["owner_id"].codes
    rows: Integers = np.flatnonzero(hits.mask & (codes == codes[own]))
    rows = rows[rows != own]
    start = hits.columns.numbers["start_date"]
    stated = start[rows] != MISSING
    apart = np.abs(np.where(stated, start[rows] - max(0, int(start[own])), -MISSING - 1))
    return _first(reader, hits, rows, apart, MOST_OF_OWNER)


def _first(reader: Reader, hits: Hits, rows: Integers, keys: Integers, most: int) -> Integers:
    """The first so many rows by their keys, then by their ids: which of them changed last makes no
    difference."""
    if len(rows) <= most:
        return rows
    last = np.partition(keys, most - 1)[most - 1]
    before, level = rows[keys < last], rows[keys == last]
    room = most - len(before)
    if room < len(level):
        sinces = first_by_id(reader, hits.columns.since[level].tolist(), room)
        level = hits.columns.rows_of(np.array(sinces))
    return np.sort(np.concatenate((before, level)))
