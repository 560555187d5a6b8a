"""The figures of groups: counts, sums, averages, extremes, percentiles, different values.

Exact: amounts are whole hundredths; only averages and shares are rounded, half to even.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from app.domain.fields import BY_NAME, Kind
from app.mirror.columns import MISSING, Integers, Mask
from app.mirror.grouping import Groups, everything
from app.mirror.keys import key_of
from app.mirror.selection import Selection
from app.mirror.sums import exact_sums, half_even, nearest_place
from app.query.aggregation.question import AVG, COUNT, DISTINCT, MAX, MIN, SUM, GroupKey, Metric

FigureValue = int | date | None
Columns = dict[str, Sequence[FigureValue]]
_MARKED = 1 << 24
"""Pairs of group and value up to which each is marked off; of more, those there are are sought."""
_WHOLE = 10_000
"""Hundredths of a percent in everything."""


class Measuring:
    """Works out figures of the groups of some rows."""

    def __init__(self, selection: Selection, groups: Groups) -> None:
        self._selection = selection
        self._groups = groups
        self._numbers: dict[str, _Numbers] = {}

    def figures(self, metrics: Sequence[Metric]) -> Columns:
        """Every figure by its column, a value for each group; one over no stated value is None."""
        counts: list[int] = self._groups.sizes.tolist()
        columns: Columns = {}
        for metric in metrics:
            if metric.word == COUNT:
                columns[metric.name] = counts
            elif metric.word == DISTINCT:
                columns[metric.name] = _different(self._selection, self._groups, metric.field)
            else:
                of = self._of(metric.field)
                columns[metric.name] = of.figure(metric)
                columns[f"stated_{metric.field}"] = of.stated_counts
                columns[f"coverage_{metric.field}"] = [
                    half_even(stated * _WHOLE, count) if count else None
                    for stated, count in zip(of.stated_counts, counts, strict=True)
                ]
        return columns

    def of_all(self) -> "Measuring":
        """The same of all rows together, what can be added up not counted again."""
        whole = Measuring(self._selection, everything(int(self._groups.sizes.sum())))
        for name, numbers in self._numbers.items():
            whole._numbers[name] = numbers.of_all(whole._groups)
        return whole

    def _of(self, name: str) -> "_Numbers":
        if name not in self._numbers:
            self._numbers[name] = _Numbers(name, self._selection.number(name), self._groups)
        return self._numbers[name]


@dataclass
class _Numbers:
    """One column of numbers by group."""

    name: str
    numbers: Integers
    groups: Groups

    def of_all(self, whole: Groups) -> "_Numbers":
        """The same of all rows together; sums that are known are added up."""
        other = _Numbers(self.name, self.numbers, whole)
        other.stated = self.stated
        if "sums" in self.__dict__:
            other.sums = [sum(self.sums)]
        if "stated_counts" in self.__dict__:
            other.stated_counts = [sum(self.stated_counts)]
        return other

    def figure(self, metric: Metric) -> Sequence[FigureValue]:
        """One figure of each group."""
        if metric.word == SUM:
            return self._of_stated(self.sums)
        if metric.word == AVG:
            scale = 100 if BY_NAME[self.name].kind is Kind.INTEGER else 1
            return [
                half_even(total * scale, stated) if stated else None
                for total, stated in zip(self.sums, self.stated_counts, strict=True)
            ]
        if metric.word in {MIN, MAX}:
            return self._values(self._extremes(metric.word))
        return self._values(self._at_rank(metric.percent or 0))

    @cached_property
    def stated(self) -> Mask | None:
        """Which rows state it; None where all do."""
        stated: Mask = self.numbers != MISSING
        return None if stated.all() else stated

    @cached_property
    def stated_counts(self) -> list[int]:
        """How many rows of each group state it."""
        codes = self.groups.codes
        if self.stated is None:
            return list(self.groups.sizes.tolist())
        if codes is None:
            return [int(np.count_nonzero(self.stated))]
        lacking = codes.take(np.flatnonzero(~self.stated))
        return list((self.groups.sizes - np.bincount(lacking, minlength=len(self.groups))).tolist())

    @cached_property
    def sums(self) -> list[int]:
        """The sum of each group."""
        told = self.numbers if self.stated is None else self.numbers * self.stated
        return exact_sums(self.groups.codes, len(self.groups), told)

    @cached_property
    def told(self) -> tuple[Integers, Integers]:
        """The group and number of each row that states it."""
        codes = self.groups.codes
        if codes is None:
            codes = np.zeros(len(self.numbers), dtype=np.int64)
        return (codes, self.numbers) if self.stated is None else (
            codes[self.stated], self.numbers[self.stated]
        )  # fmt: skip

    @cached_property
    def ordered(self) -> Integers:
        """The stated numbers, by group and in order."""
        codes, numbers = self.told
        if not len(numbers):
            return numbers
        low, high = int(numbers.min()), int(numbers.max())
        width = high - low + 1
        if width * len(self.groups) < 2**63:
            packed: Integers = codes * width + (numbers - low)
            packed.sort()
            return packed % width + low
        ordered: Integers = numbers[np.lexsort((numbers, codes))]
        return ordered

    def _extremes(self, word: str) -> list[int]:
        codes, numbers = self.told
        first, choose = (2**63 - 1, np.minimum) if word == MIN else (MISSING, np.maximum)
        found = np.full(len(self.groups), first, dtype=np.int64)
        choose.at(found, codes, numbers)
        return list(found.tolist())

    def _at_rank(self, percent: int) -> list[int]:
        """The nearest rank: the least value that so many in a hundred are not above."""
        counts = np.array(self.stated_counts, dtype=np.int64)
        starts = np.cumsum(counts) - counts
        places = starts + nearest_place(counts, percent)
        if not len(self.ordered):
            return [0] * len(counts)
        # The place of a group without values is another's, or none: it is not used.
        return list(self.ordered[np.minimum(places, len(self.ordered) - 1)].tolist())

    def _values(self, numbers: Sequence[int]) -> Sequence[FigureValue]:
        found = self._of_stated(numbers)
        if BY_NAME[self.name].kind is not Kind.DATE:
            return found
        return [date.fromordinal(day) if day is not None else None for day in found]

    def _of_stated(self, numbers: Sequence[int]) -> list[int | None]:
        return [
            number if stated else None
            for number, stated in zip(numbers, self.stated_counts, strict=True)
        ]


def _different(selection: Selection, groups: Groups, name: str) -> list[int]:
    """How many different values the rows of each group state."""
    keyed = key_of(selection, GroupKey(name))
    numbers = {value: number for number, value in enumerate(dict.fromkeys((None, *keyed.values)))}
    width = len(numbers)
    pairs = np.array([numbers[value] for value in keyed.values], dtype=np.int64).take(keyed.codes)
    if groups.codes is not None:
        pairs += groups.codes * width
    if width * len(groups) <= _MARKED:
        marked = np.zeros(width * len(groups), dtype=np.bool_)
        marked[pairs] = True
        present = np.flatnonzero(marked)
    else:
        present = np.unique(pairs)
    stated = present[present % width > 0] // width  # number 0 is that of no value
    return list(np.bincount(stated, minlength=len(groups)).tolist())
