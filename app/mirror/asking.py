"""The rows of a question: its conditions put together, under two truth values as in SQL."""

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from app.mirror.bits import Bits, count_of
from app.mirror.conditions import Conditions
from app.query.model import All, Condition, Filter, Not, Range
from app.query.operators import BY_KEY

_NOTHING = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Passing:
    """Fields whose missing value passes: each condition that is not negative, or comparisons by
    order alone (for counting what was not stated)."""

    kept: frozenset[str] = _NOTHING
    maybe: frozenset[str] = _NOTHING

    def lets(self, asked: Filter) -> bool:
        """Whether a missing value passes a condition."""
        field = asked.field
        return field in self.kept or (field in self.maybe and BY_KEY[asked.op].ordering)


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks a question of rows: of the present ones, or of those of the version in the view's
    question; `live` are those to choose from."""

    conditions: Conditions
    live: Bits

    def where(self, maybe: frozenset[str] = _NOTHING) -> Bits:
        """The rows asked for, and those that a comparison by order drops only because they miss
        one of the `maybe` fields."""
        query = self.conditions.view.query
        passing = Passing(frozenset(query.or_missing), maybe)
        parts = [self._condition(each, passing) for each in query.filters]
        if query.where is not None:
            parts.append(self._condition(query.where, passing))
        if query.q is not None:
            parts.append(self._with_words())
        return _all((self.live, *parts))

    def not_stated(self, names: Sequence[str], found: Bits) -> dict[str, int]:
        """For each of these fields, how many records only its missing value may drop; those that
        are `found` are not dropped."""
        if not names:
            return {}
        dropped = self.where(frozenset(names)) & ~found
        return {name: count_of(dropped & self.conditions.missing(name)) for name in names}

    def _with_words(self) -> Bits:
        """The rows in which every term is found, and none of those that must not be; a search
        without terms finds nothing."""
        sought = self.conditions.view.query.sought
        if not sought:
            return np.zeros_like(self.live)
        found = ((one, self.conditions.with_term(one)) for one in sought)
        return _all(~bits if one.excluded else bits for one, bits in found)

    def _condition(self, condition: Condition, passing: Passing) -> Bits:
        if isinstance(condition, Filter):
            return self._filter(condition, passing)
        if isinstance(condition, Not):  # of a missing value it is true, whatever passes
            return ~self._condition(condition.part, Passing())
        parts = (self._condition(part, passing) for part in condition.parts)
        return _all(parts) if isinstance(condition, All) else _any(parts)

    def _filter(self, asked: Filter, passing: Passing) -> Bits:
        conditions = self.conditions
        if isinstance(asked.values[0], Range) and conditions.holds(asked):
            ranges = (value for value in asked.values if isinstance(value, Range))
            return _any(self._range(asked.field, value, passing) for value in ranges)
        if asked.op == "isnull":
            missing = conditions.missing(asked.field)
            return missing if asked.values[0] else ~missing
        found, passes = conditions.found(asked), passing.lets(asked)
        if found is None:
            return conditions.told(asked, passes=passes)
        if BY_KEY[asked.op].negative:
            return ~found
        return found | conditions.missing(asked.field) if passes else found

    def _range(self, name: str, value: Range, passing: Passing) -> Bits:
        word = self.conditions.resource.words.get(name)
        floor, ceiling = (word.floor, word.ceiling) if word else (name, name)
        ends = ((floor, "gte", value.low), (ceiling, "lte", value.high))
        return _all(
            self._filter(Filter(field, op, (end,)), passing)
            for field, op, end in ends
            if end is not None
        )


def _all(parts: Iterable[Bits]) -> Bits:
    return reduce(operator.and_, parts)


def _any(parts: Iterable[Bits]) -> Bits:
    return reduce(operator.or_, parts)
