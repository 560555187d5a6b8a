"""Which suggestions are shown, and in which order: no kind crowds out the others."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from app.domain.collation import sort_key
from app.query.suggesting import KINDS
from app.suggestions.suggestion import Suggestion
from app.suggestions.typed import Fit


class Found(NamedTuple):
    """A suggestion, and how well it fits."""

    fit: Fit
    suggestion: Suggestion

    @property
    def place(self) -> tuple[int, int, str, int, str]:
        """By how well it fits, then how many projects are behind it, then its label."""
        one = self.suggestion
        label = sort_key(one.label)
        return self.fit, -(one.count or 0), label, KINDS.index(one.kind), one.value


def choose(found: Iterable[Found], limit: int) -> list[Suggestion]:
    """So many, the best first: the kinds take turns, each with its best, its second best, …"""
    turns: Counter[str] = Counter()
    taken = []
    for one in sorted(found, key=lambda one: one.place):
        turns[one.suggestion.kind] += 1
        taken.append((turns[one.suggestion.kind], one.place, one.suggestion))
    chosen = sorted(taken, key=lambda one: one[:2])[:limit]
    return [suggestion for _, _, suggestion in sorted(chosen, key=lambda one: one[1])]
