"""The shape of a question: everything that decides its SQL text, and none of its literals.

The compiler sees only shapes, so no literal can reach the text, and compiled SQL is kept by them.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.query.fragment import Given
from app.query.model import Filter, Range, SortKey, Value
from app.query.resource import Resource


class Form(StrEnum):
    """What a literal is like, as far as its SQL depends on it."""

    VALUE = "value"
    IN_PERIOD = "period:code"
    BOTH = "a..b"
    FROM = "a.."
    UP_TO = "..b"
    YES = "true"
    NO = "false"


@dataclass(frozen=True, slots=True)
class FilterShape:
    """A filter without its literals."""

    field: str
    op: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class TermShape:
    """A search term without its text."""

    prefix: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class WhereShape:
    """The conditions of a question without their literals."""

    filters: tuple[FilterShape, ...]
    terms: tuple[TermShape, ...]
    or_missing: frozenset[str]
    past: bool = False  # whether past states of the records are asked of

    @property
    def weight(self) -> int:
        """How much SQL it makes, roughly: a prefix is looked for behind many marks."""
        literals = sum(len(asked.forms) for asked in self.filters)
        return literals + sum(12 if term.prefix else 2 for term in self.terms)


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
    )


def page_shape(
    resource: Resource, given: Given, columns: tuple[str, ...], *, personal: bool
) -> PageShape:
    """The shape of one page; contact data is null unless `personal`."""
    return PageShape(
        where_shape(resource, given),
        columns,
        given.query.sort,
        tuple(value is None for value in given.after),
        given.query.limit is not None,
        given.query.offset > 0,
        personal,
    )


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
