"""Searches with what a reader of the texts expects of them: the rows of `judged.json`.

They were judged by the texts alone. A row that has to be changed is an expectation given up:
change the search instead, or say in `why` what made the expectation wrong.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

JUDGED = Path(__file__).with_name("judged.json")
RECORDS = Path(__file__).with_name("records.ndjson")
"""Made-up projects, neighbours that are easily confused; they join seeds and golden pages."""


@dataclass(frozen=True)
class Judgement:
    """One row; what it leaves out is not judged. Every record is named by its id.

    q: the search text; filters: parameters beside it.
    first: groups that stand at the top in this order, the members of a group in any.
    found_in: the column in which the very first hit has it.
    also, never: must be among the hits, must not be. total: how many hits there are.
    """

    q: str
    why: str
    filters: dict[str, str]
    first: tuple[frozenset[str], ...]
    found_in: str | None
    also: frozenset[str]
    never: frozenset[str]
    total: int | None

    @property
    def named(self) -> frozenset[str]:
        """Every record that the row speaks of."""
        return self.also.union(self.never, *self.first)

    def faults_of(self, hits: Sequence[str]) -> Iterator[str]:
        """What these hits, best first, do not hold of what was expected."""
        start = 0
        for group in self.first:
            stood = hits[start : start + len(group)]
            if group != set(stood):
                yield f"{_listed(group)} expected from place {start + 1}, there stood {stood}"
            start += len(group)
        if missed := self.also.difference(hits):
            yield f"{_listed(missed)} not found"
        if strays := self.never.intersection(hits):
            yield f"{_listed(strays)} found"
        if self.total not in (None, len(hits)):
            yield f"{self.total} hits expected, {len(hits)} found: {hits[:10]}"

    def reciprocal_rank(self, hits: Sequence[str]) -> float:
        """1 where the first hit is one of the best, 1/2 where the second is, 0 where none is."""
        best = self.first[0]
        return next((1 / place for place, hit in enumerate(hits, 1) if hit in best), 0.0)


def read_judgements() -> list[Judgement]:
    """All rows; a key that is not known is an error."""
    return [_read(row) for row in json.loads(JUDGED.read_text("utf-8"))]


def _read(row: dict[str, Any]) -> Judgement:
    judgement = Judgement(
        q=row.pop("q"),
        why=row.pop("why"),
        filters=row.pop("filters", {}),
        first=tuple(
            frozenset([group] if isinstance(group, str) else group)
            for group in row.pop("first", [])
        ),
        found_in=row.pop("in", None),
        also=frozenset(row.pop("also", [])),
        never=frozenset(row.pop("not", [])),
        total=row.pop("total", None),
    )
    if row:
        raise ValueError(f"{judgement.q!r} has unknown keys: {_listed(row)}")
    return judgement


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
