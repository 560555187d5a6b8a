"""The shape of a question: everything that decides its SQL text, and none of its literals.

The compiler sees only shapes, so no literal can reach the text, and compiled SQL is kept by them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.query.fragment import Given
from app.query.model import All, Condition, Filter, Not, Range, SortKey, Value
from app.query.resource import Resource
from app.query.search import Sought


class Form(StrEnum):
    """What a literal is like, as far as its SQL depends on it."""

    VALUE = "value"
    IN_PERIOD = "period:code"
    BOTH = "a..b"
    FROM = "a.."
    UP_TO = "..b"
    YES = "true"
    NO = "false"


RANGES = frozenset({Form.BOTH, Form.FROM, Form.UP_TO})


@dataclass(frozen=True, slots=True)
class FilterShape:
    """A filter without its literals."""

    field: str
    op: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class BranchShape:
    """`and`, `or` or `not` of a tree; the tree's filters are numbered behind the plain ones."""

    kind: Literal["and", "or", "not"]
    parts: tuple["TreeShape", ...]


TreeShape = FilterShape | BranchShape


@dataclass(frozen=True, slots=True)
class TermShape:
    """A search term without its text."""

    prefix: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class WordsShape:
    """What the word index is asked for without its words: whether some must be found and some must
    not, and the tiers of the ways to find each of the former."""

    wanted: bool
    unwanted: bool
    tiers: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class WhereShape:
    """The conditions of a question without their literals."""

    filters: tuple[FilterShape, ...]
    terms: tuple[TermShape, ...]
    or_missing: frozenset[str]
    past: bool = False  # whether past states of the records are asked of
    words: WordsShape | None = None
    tree: TreeShape | None = None

    @property
    def weight(self) -> int:
        """How much SQL it makes, roughly: a prefix is looked for behind many marks."""
        literals = sum(len(asked.forms) for asked in self.filters) + _weight(self.tree)
        ways = sum(map(len, self.words.tiers)) if self.words else 0
        return literals + ways + sum(12 if term.prefix else 2 for term in self.terms)

    @property
    def has_alternatives(self) -> bool:
        """Whether a record may be found although a value is missing that a range asks for."""
        return self.tree is not None or any(
            len(asked.forms) > 1 and asked.forms[0] in RANGES for asked in self.filters
        )


@dataclass(frozen=True, slots=True)
class PageShape:
    """A page of records: its conditions, columns, order, and which sort values it goes on after."""

    where: WhereShape
    columns: tuple[str, ...]
    sort: tuple[SortKey, ...]
    after: tuple[bool, ...]  # whether each is missing; empty on a first page
    limited: bool
    offset: bool
    personal: bool


def where_shape(resource: Resource, given: Given) -> WhereShape:
    """The shape of a question's conditions."""
    return WhereShape(
        tuple(_filter_shape(resource, asked) for asked in given.query.filters),
        tuple(TermShape(term.prefix, term.excluded) for term in given.terms),
        frozenset(given.query.or_missing),
        given.version is not None,
        _words_shape(given.query.sought) if resource.word_index and given.query.q else None,
        _tree_shape(resource, given.query.where) if given.query.where else None,
    )


def page_shape(
    resource: Resource, given: Given, columns: tuple[str, ...], *, personal: bool
) -> PageShape:
    """The shape of one page; contact data is null unless `personal`."""
    return PageShape(
        where_shape(resource, given),
        columns,
        resource.order_of(given.query),
        tuple(value is None for value in given.after),
        given.query.limit is not None,
        given.query.offset > 0,
        personal,
    )


def _words_shape(sought: tuple[Sought, ...] | None) -> WordsShape:
    if sought is None:
        raise TypeError("the words of a search must be looked up")
    wanted = [one for one in sought if not one.excluded]
    return WordsShape(
        bool(wanted),
        len(wanted) < len(sought),
        tuple(tuple(way.tier for way in one.ways) for one in wanted),
    )


def _tree_shape(resource: Resource, where: Condition) -> TreeShape:
    if isinstance(where, Filter):
        return _filter_shape(resource, where)
    if isinstance(where, Not):
        return BranchShape("not", (_tree_shape(resource, where.part),))
    parts = tuple(_tree_shape(resource, part) for part in where.parts)
    return BranchShape("and" if isinstance(where, All) else "or", parts)


def _weight(tree: TreeShape | None) -> int:
    if isinstance(tree, BranchShape):
        return sum(map(_weight, tree.parts))
    return len(tree.forms) if tree else 0


def _filter_shape(resource: Resource, asked: Filter) -> FilterShape:
    field = resource.fields.get(asked.field)
    by_period = field is not None and field.flags.by_period
    if asked.op == "isnull":
        forms = tuple(Form.YES if value else Form.NO for value in asked.values)
    else:
        forms = tuple(_form(value, by_period) for value in asked.values)
    return FilterShape(asked.field, asked.op, forms)


def _form(value: Value | Range, by_period: bool) -> Form:
    if isinstance(value, Range):
        if value.low is None:
            return Form.UP_TO
        return Form.FROM if value.high is None else Form.BOTH
    return Form.IN_PERIOD if by_period and ":" in str(value) else Form.VALUE
