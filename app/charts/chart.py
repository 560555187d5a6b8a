"""What a chart shows, as values: marks with their figures, and every word beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from app.charts.numbers import Unit, unit_of, write_exact, write_short
from app.charts.scale import Scale, scale_of
from app.charts.words import WORDS, Words
from app.query.phrases import Language

MOST_BARS = 60
MOST_POINTS = 600
"""Marks of a chart of each kind; more are not told apart."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure and what it is of; None is a figure that nothing states, unless `instead` tells
    what else. `place` is where a mark stands that has no free choice of it: a region's code, a
    period's number."""

    label: str
    value: Decimal | None
    place: str | int | None = None
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Everything that a picture tells; sizes are pixels, and no height is the one that fits."""

    title: str
    phrases: Sequence[str]  # which projects it is about
    measure: str  # what the figures are
    unit: str  # of the figures: `SEK`, `%` or nothing
    whole: bool  # whether they are counted
    in_year: int = 1  # periods
    marks: Sequence[Mark]
    notes: Sequence[str]
    source: str
    language: Language
    width: int
    height: int | None

    @property
    def words(self) -> Words:
        """The words of its language."""
        return WORDS[self.language]

    @cached_property
    def told_in(self) -> Unit:
        """The unit in which its figures are short."""
        return unit_of(self.unit, _values(self.marks), self.language)

    @property
    def axis(self) -> str:
        """What the figures are, and in which unit they are told."""
        word = self.told_in.word
        return f"{self.measure} ({word})" if word else self.measure

    def scale(self, most_steps: int, marks: Sequence[Mark] | None = None) -> Scale:
        """The axis for all marks, or for some."""
        values = map(self.told_in.scaled, _values(self.marks if marks is None else marks))
        return scale_of(values, most_steps, whole=self.whole)

    def share(self, scale: Scale, value: Decimal) -> float:
        """Where a figure stands on an axis."""
        return scale.share(self.told_in.scaled(value))

    def short(self, mark: Mark) -> str:
        """A figure in the unit of the axis."""
        if mark.value is None:
            return mark.instead or self.words.unstated
        return write_short(self.told_in.scaled(mark.value), self.language)

    def exact(self, mark: Mark) -> str:
        """What a mark says, in full."""
        if mark.value is None:
            return f"{mark.label}: {self.short(mark)}"
        return f"{mark.label}: {write_exact(mark.value, self.unit, self.language)}"


def _values(marks: Sequence[Mark]) -> list[Decimal]:
    """The figures that there are."""
    return [mark.value for mark in marks if mark.value is not None]
