"""The conditions of a question in SQL, under two truth values: a comparison with a missing value
is false, its negation true. Positive conditions stay plain, so that indexes serve them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from app.domain.fields import Field, Kind
from app.query import literals
from app.query.dialect import Dialect
from app.query.expressions import compared, is_text_list, stored
from app.query.fragment import Fragment, all_of, any_of, compose, untrue
from app.query.matching import found_in, term_found, words_found
from app.query.membership import (
    in_period,
    in_text_list,
    of_organisation,
    of_past_organisation,
)
from app.query.operators import BY_KEY, Arity, Operator
from app.query.resource import Resource
from app.query.shape import RANGES, FilterShape, Form, TreeShape, WhereShape

_EQUAL = frozenset({"eq", "ne", "in", "notin"})


@dataclass(frozen=True, slots=True)
class Conditions:
    """Makes the conditions of one shape.

    A missing value of a field in `kept` passes every positive condition on it (`or_missing`), one
    of a field in `maybe` every comparison by order (for counting what was not stated). Owners of
    `past` states may have become another organisation since.
    """

    resource: Resource
    dialect: Dialect
    kept: frozenset[str]
    maybe: frozenset[str] = frozenset()
    past: bool = False

    def where(self, shape: WhereShape) -> Fragment:
        """True for the records asked for."""
        filters = (self._filter(index, asked) for index, asked in enumerate(shape.filters))
        terms = (
            term_found(self.resource, self.dialect, index, term)
            for index, term in enumerate(shape.terms)
        )
        words = (words_found(self.dialect, shape.words),) if shape.words else ()
        tree = (self.tree(count(len(shape.filters)), shape.tree),) if shape.tree else ()
        return all_of((*filters, *tree, *terms, *words))

    def tree(self, numbers: Iterator[int], tree: TreeShape) -> Fragment:
        """A part of the tree, whose filters have these numbers."""
        if isinstance(tree, FilterShape):
            return self._filter(next(numbers), tree)
        if tree.kind == "not":  # of a missing value it is true, whatever is kept
            bare = replace(self, kept=frozenset(), maybe=frozenset())
            return untrue(bare.tree(numbers, tree.parts[0]))
        join = all_of if tree.kind == "and" else any_of
        return join(self.tree(numbers, part) for part in tree.parts)

    def _filter(self, index: int, asked: FilterShape) -> Fragment:
        operator = BY_KEY[asked.op]
        if asked.forms[0] in RANGES:
            return any_of(self._range(index, place, asked) for place in range(len(asked.forms)))
        field = self.resource.fields[asked.field]
        if operator.arity is Arity.FLAG:
            missing = compose(operator.sql, left=stored(field, self.dialect))
            return missing if asked.forms[0] is Form.YES else untrue(missing)
        found = self._found(index, field, operator, asked.forms)
        if operator.negative:
            return untrue(found)
        return self._or_missing(field, found, ordering=operator.ordering)

    def _found(
        self, index: int, field: Field, operator: Operator, forms: tuple[Form, ...]
    ) -> Fragment:
        if operator.key in _EQUAL:
            return self._equal(index, field, forms)
        if operator.ordering:
            convert = literals.converter(field, self.dialect)
            return compose(
                operator.sql,
                left=compared(field, self.dialect),
                right=literals.values(self.dialect, index, (0,), convert),
            )
        return found_in(field, operator, self.dialect, index)

    def _equal(self, index: int, field: Field, forms: tuple[Form, ...]) -> Fragment:
        places = range(len(forms))
        if field.name in self.resource.owners:
            of_owner = of_past_organisation if self.past else of_organisation
            return of_owner(self.dialect, index, places)
        if is_text_list(field):
            return in_text_list(field, self.dialect, index, places)
        if Form.IN_PERIOD in forms:
            return any_of(
                in_period(field, self.dialect, index, place)
                if form is Form.IN_PERIOD
                else self._one_of(index, field, (place,))
                for place, form in enumerate(forms)
            )
        return self._one_of(index, field, tuple(places))

    def _one_of(self, index: int, field: Field, places: tuple[int, ...]) -> Fragment:
        convert = literals.converter(field, self.dialect)
        wanted = literals.values(self.dialect, index, places, convert)
        if field.kind is Kind.LIST:
            column = stored(field, self.dialect)
            return compose(self.dialect.holds, column=column, values=wanted)
        operator = BY_KEY["eq" if len(places) == 1 else "in"]
        return compose(operator.sql, left=compared(field, self.dialect), right=wanted)

    def _range(self, index: int, place: int, asked: FilterShape) -> Fragment:
        word = self.resource.words.get(asked.field)
        floor, ceiling = (word.floor, word.ceiling) if word else (asked.field, asked.field)
        form = asked.forms[place]
        ends = []
        if form is not Form.UP_TO:
            ends.append(self._end(index, place, floor, high=False))
        if form is not Form.FROM:
            ends.append(self._end(index, place, ceiling, high=True))
        return all_of(ends)

    def _end(self, index: int, place: int, name: str, *, high: bool) -> Fragment:
        field = self.resource.fields[name]
        convert = literals.converter(field, self.dialect)
        held = compose(
            BY_KEY["lte" if high else "gte"].sql,
            left=compared(field, self.dialect),
            right=literals.end(self.dialect, index, place, convert, high=high),
        )
        return self._or_missing(field, held, ordering=True)

    def _or_missing(self, field: Field, found: Fragment, *, ordering: bool) -> Fragment:
        if field.name not in self.kept and not (ordering and field.name in self.maybe):
            return found
        missing = compose(BY_KEY["isnull"].sql, left=stored(field, self.dialect))
        return any_of((missing, found))
