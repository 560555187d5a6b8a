"""A `Query` → SQL statements with bound parameters: a page, a total, one record.

Text is made in statements.py once a shape and kept; only the parameters are made for each question.
A question as of a moment must have that as a dataset version.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from app.query import feed, files, statements, tallies
from app.query.dialect import SQLITE, Dialect
from app.query.fragment import Fragment, Given, Parameter, Window
from app.query.model import Query
from app.query.operators import BY_KEY
from app.query.resource import Resource
from app.query.search import read_terms
from app.query.shape import PageShape, WhereShape, page_shape, where_shape
from app.query.tree import asserted, conditions_of

_ANY = WhereShape((), (), frozenset())
_NOTHING = Query()
_SHAPES_KEPT = 128
_HEAVIEST_KEPT = 64
"""Weight of the largest shape whose SQL is kept: memory must not grow with odd questions."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the database is asked: text with placeholders and their values, in order."""

    sql: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The statement that counts, and the fields whose missing values it counts beside."""

    statement: Statement
    fields: tuple[str, ...]

    def read(self, row: Sequence[int]) -> tuple[int, dict[str, int]]:
        """The total and `not_stated` of the statement's one row."""
        return row[0], dict(zip(self.fields, row[1:], strict=True))


def columns_of(resource: Resource, query: Query) -> tuple[str, ...]:
    """The columns of a row that the database knows, in table order."""
    if query.fields is None:
        return resource.default
    return tuple(name for name in query.fields if name in resource.fields)


def compile_page(
    resource: Resource,
    query: Query,
    *,
    today: date,
    after: tuple[Parameter, ...] | None = None,
    personal: bool = False,
    dialect: Dialect = SQLITE,
) -> Statement:
    """One JSON text a row, then the sort values for the cursor; one row more than the limit.

    Contact data is null unless `personal`.
    """
    given = _given(resource, query, today, after or ())
    shape = page_shape(resource, given, columns_of(resource, query), personal=personal)
    make = _page if _is_light(shape.where) else statements.make_page
    return _bound(make(resource, dialect, shape), given)


def compile_chosen(
    resource: Resource,
    query: Query,
    sinces: Sequence[int],
    *,
    today: date,
    personal: bool = False,
    dialect: Dialect = SQLITE,
) -> Statement:
    """The same rows, of the records that stand from these dataset versions, in this order; of a
    rank there is no sort value."""
    given = Given(query, today, key=json.dumps(sinces))
    columns = columns_of(resource, query)
    shape = PageShape(_ANY, columns, query.sort, (), limited=False, offset=False, personal=personal)
    return _bound(_chosen(resource, dialect, shape), given)


def compile_total(
    resource: Resource, query: Query, *, today: date, dialect: Dialect = SQLITE
) -> Total:
    """The number of records, and how many each range dropped for a missing value."""
    given = _given(resource, query, today)
    shape = where_shape(resource, given)
    fields = unstated(resource, query)
    make = _total if _is_light(shape) else statements.make_total
    return Total(_bound(make(resource, dialect, shape, fields), given), fields)


def unstated(resource: Resource, query: Query) -> tuple[str, ...]:
    """Fields that are compared by order and can be missing, and are not kept when they are."""
    compared = (
        resource.compared(asked)
        for asked in asserted(query)
        if asked.field in resource.words or BY_KEY[asked.op].ordering
    )
    names = frozenset[str]().union(*compared) - set(query.or_missing)
    return tuple(name for name in resource.in_order(names) if resource.fields[name].flags.nullable)


def compile_tally(
    resource: Resource,
    query: Query,
    make: tallies.Make,
    *,
    today: date,
    dialect: Dialect = SQLITE,
) -> Statement:
    """A count over all records of the question: `make` is one of tallies.py."""
    given = _given(resource, query, today)
    return _bound(make(resource, dialect, where_shape(resource, given)), given)


def compile_file(
    resource: Resource,
    query: Query,
    form: files.RowForm,
    *,
    today: date,
    personal: bool = False,
    dialect: Dialect = SQLITE,
) -> Statement:
    """Every row of the question up to its limit, in order; contact data is null unless `personal`.

    The columns are those that the question names, else all that are not personal.
    """
    given = _given(resource, query, today)
    columns = query.fields or resource.public
    shape = files.file_shape(resource, given, columns, form, personal=personal)
    make = _file if _is_light(shape.where) else files.make_file
    return _bound(make(resource, dialect, shape), given)


def compile_record(  # noqa: PLR0913 - a question would need as much to say it in
    resource: Resource,
    key: str,
    columns: tuple[str, ...],
    *,
    today: date,
    personal: bool = False,
    version: int | None = None,
    dialect: Dialect = SQLITE,
) -> Statement:
    """One JSON text, of the record with this id, as it stood at `version` of the dataset.

    Contact data is null unless `personal`.
    """
    fragment = _record(resource, dialect, columns, personal, version is not None)
    return _bound(fragment, Given(_NOTHING, today, key=key, version=version))


def compile_changes(
    resource: Resource,
    query: Query,
    window: Window,
    *,
    today: date,
    authors: bool = False,
    dialect: Dialect = SQLITE,
) -> Statement:
    """One JSON text and the number of each change that concerns the question, in order: of those
    whose record was asked for before it or is so after it. `by` is null unless `authors`.

    What a redaction took out may be just why a record was asked for: it concerns every question,
    unless the window wants only those whose record is asked for after it.
    """
    given = replace(_given(resource, query, today), window=window)
    shape = replace(where_shape(resource, given), past=True)
    make = _changes if _is_light(shape) else feed.make_changes
    kind = (window.newest_first, window.every_redaction)
    return _bound(make(resource, dialect, shape, authors, *kind), given)


def compile_states(
    resource: Resource,
    key: str,
    columns: tuple[str, ...],
    window: Window,
    *,
    dialect: Dialect = SQLITE,
) -> Statement:
    """The versions of one record that have a state: number, JSON text with contact data, and
    without. No column may depend on the day."""
    given = Given(_NOTHING, date.min, key=key, window=window)
    return _bound(_states(resource, dialect, columns), given)


def _given(
    resource: Resource, query: Query, today: date, after: tuple[Parameter, ...] = ()
) -> Given:
    version = query.as_of
    if version is not None and not isinstance(version, int):
        raise TypeError("a moment must be known as a dataset version")
    terms = read_terms(query.q) if query.q and not resource.word_index else ()
    return Given(query, today, conditions_of(query), terms, after, version=version)


def _bound(fragment: Fragment, given: Given) -> Statement:
    return Statement(fragment.text, tuple(slot(given) for slot in fragment.slots))


def _is_light(shape: WhereShape) -> bool:
    return shape.weight <= _HEAVIEST_KEPT


_Make = Callable[..., Fragment]
_page: _Make = lru_cache(maxsize=_SHAPES_KEPT)(statements.make_page)
_chosen: _Make = lru_cache(maxsize=_SHAPES_KEPT)(statements.make_chosen)
_file: _Make = lru_cache(maxsize=_SHAPES_KEPT)(files.make_file)
_total: _Make = lru_cache(maxsize=_SHAPES_KEPT)(statements.make_total)
_changes: _Make = lru_cache(maxsize=_SHAPES_KEPT)(feed.make_changes)
_states: _Make = lru_cache(maxsize=_SHAPES_KEPT)(feed.make_states)
_record: _Make = lru_cache(maxsize=_SHAPES_KEPT)(statements.make_record)
