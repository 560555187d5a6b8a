"""A project and one that may be like it: what their reasons add up to, and how they are related."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.domain.fields import BY_NAME
from app.domain.representation import Json, to_json
from app.mirror.sums import half_even
from app.similar.gathering import Pool
from app.similar.names import Name, alike, bare_number, read_name
from app.similar.weights import WHOLE, points_of
from app.store.neighbours import Neighbour

MOST_WORDS = 5
RELATIONS = ("similar", "continuation", "predecessor", "duplicate")
"""What the other likely is to the project."""


@dataclass(frozen=True, slots=True)
class Known:
    """A project with its name taken apart and its number bared."""

    record: Neighbour
    name: Name
    number: str

    @classmethod
    def of(cls, record: Neighbour) -> "Known":
        return cls(record, read_name(record.name), bare_number(record.number))


@dataclass(frozen=True, slots=True)
class Pair:
    """The project that was asked about, and the other, which stands at a place of the pool."""

    pool: Pool
    place: int
    own: Known
    other: Known

    @property
    def points(self) -> int:
        """The points of all its reasons."""
        called = points_of("same_number") if self._same_number else self._name_points
        return int(self.pool.points[self.place]) + called

    @property
    def relation(self) -> str:
        """One of `RELATIONS`."""
        facts, place = self.pool.facts, self.place
        if self._same_number:
            return "duplicate"
        if not (facts.held["same_owner"][place] and self._alike):
            return "similar"
        overlaps = bool(facts.held["overlapping_period"][place])
        if overlaps and facts.same_sum[place] and self.own.name.steps == self.other.name.steps:
            return "duplicate"
        if facts.follows[place]:
            return "continuation"
        return "predecessor" if facts.precedes[place] else "similar"

    def reasons(self) -> Iterator[dict[str, object]]:
        """Each with its points, in the order of the table."""
        if self._same_number:
            yield _reason("same_number", points_of("same_number"))
        elif self._alike:
            yield _reason("alike_name", self._name_points)
        if words := self._words():
            yield _reason("shared_words", int(self.pool.words[self.place]), words=words)
        for code, held in self.pool.facts.held.items():
            if held[self.place]:
                yield _reason(code, points_of(code), **dict(self._details(code)))

    @property
    def _same_number(self) -> bool:
        return bool(self.own.number) and self.own.number == self.other.number

    @property
    def _alike(self) -> bool:
        return alike(self.own.name, self.other.name)

    @property
    def _name_points(self) -> int:
        """In the share of the words of both that are in both."""
        own, other = self.own.name.core, self.other.name.core
        shared = len(own & other) if self._alike else 0
        return points_of("alike_name") * 2 * shared // (len(own) + len(other) or 1)

    def _words(self) -> list[str]:
        row, clues = self.pool.rows[self.place], self.pool.clues
        places = [int(np.searchsorted(clue.rows, row)) for clue in clues]
        shared = [
            clue.word
            for clue, place in zip(clues, places, strict=True)
            if place < len(clue.rows) and clue.rows[place] == row
        ]
        return shared[:MOST_WORDS]

    def _details(self, code: str) -> Iterator[tuple[str, Json]]:
        """What a reason can be checked by: fields of the other, or what follows from both."""
        own, other, days = self.own.record, self.other.record, int(self.pool.facts.days[self.place])
        if code in _FIELDS:
            for name in _FIELDS[code]:
                yield name, getattr(other, name)
        elif code == "near_size" and own.total_budget and other.total_budget:
            percent = half_even(other.total_budget * 10_000, own.total_budget)
            yield "percent", to_json(BY_NAME["eu_cofinancing_rate"], percent)
        else:
            yield "days", abs(days)


_FIELDS = {
    "same_owner": ("owner_id",),
    "same_objective": ("programme_period", "specific_objective"),
    "same_area": ("programme_period", "programme_area"),
    "same_region": ("region",),
}


def _reason(code: str, points: int, **details: object) -> dict[str, object]:
    return {"code": code, "points": points / WHOLE, **details}
