"""The SQL of files: every row asked for, in order, as JSON, as a line of CSV, or as bare cells.

Rows are written one after another while they are read: a sort keeps keys only, never long rows.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.domain.fields import Field, Kind
from app.query.dialect import Dialect
from app.query.expressions import is_text_list, json_row, shown
from app.query.fragment import Fragment, Given, Parameter, compose, joined
from app.query.keyset import Order
from app.query.model import SortKey
from app.query.past import records_of
from app.query.resource import Resource
from app.query.shape import WhereShape, where_shape
from app.query.statements import make_where, where_clause

_FILE = "SELECT {row} FROM {table}{where} ORDER BY {order}{limit}"
_FILE_BY_KEY = (
    "SELECT {row} FROM (SELECT {key} AS chosen FROM {same}{where} ORDER BY {order}{limit})"
    " CROSS JOIN {table} ON {again} = chosen"
)


class RowForm(StrEnum):
    """What a row comes as: one encoded text, the same with its region and id beside it, or a value
    for each column as it is stored."""

    JSON = "json"
    PLACED = "placed"
    LINE = "line"
    CELLS = "cells"


@dataclass(frozen=True, slots=True)
class FileShape:
    """A whole result: its conditions, columns and order, and what its rows come as."""

    where: WhereShape
    columns: tuple[str, ...]
    sort: tuple[SortKey, ...]
    limited: bool
    personal: bool
    form: RowForm


def file_shape(
    resource: Resource, given: Given, columns: tuple[str, ...], form: RowForm, *, personal: bool
) -> FileShape:
    """The shape of one file; contact data is null unless `personal`."""
    query = given.query
    where = where_shape(resource, given)
    order = resource.order_of(query)
    return FileShape(where, columns, order, query.limit is not None, personal, form)


def make_file(resource: Resource, dialect: Dialect, shape: FileShape) -> Fragment:
    """Every row, in order."""
    row = _ROWS[shape.form](resource, dialect, shape)
    table = records_of(resource, dialect, past=shape.where.past)
    chosen = {
        "where": where_clause([make_where(resource, dialect, shape.where)]),
        "order": Order.of(resource, dialect, shape.sort, shape.where.words).clause(),
        "limit": _limit(dialect, shape),
    }
    if not resource.row_key or shape.where.past:
        return compose(_FILE, row=row, table=table, **chosen)
    key = Fragment(resource.row_key)
    return compose(_FILE_BY_KEY, row=row, key=key, same=table, **chosen, table=table, again=key)


def _limit(dialect: Dialect, shape: FileShape) -> Fragment:
    if shape.limited:
        return Fragment(f" LIMIT {dialect.placeholder}", (_rows_at_most,))
    return Fragment(dialect.unlimited)


def _rows_at_most(given: Given) -> Parameter:
    return given.query.limit


def _json(resource: Resource, dialect: Dialect, shape: FileShape) -> Fragment:
    return json_row(resource, dialect, shape.columns, personal=shape.personal)


def _placed(resource: Resource, dialect: Dialect, shape: FileShape) -> Fragment:
    return compose("{row}, region, id", row=_json(resource, dialect, shape))


def _line(resource: Resource, dialect: Dialect, shape: FileShape) -> Fragment:
    cells = (
        _in_line(resource.fields[name], value, dialect)
        for name, value in _values(resource, dialect, shape)
    )
    marks = Fragment(",".join(["%s"] * len(shape.columns)))
    return compose(dialect.line, marks=marks, values=joined(", ", cells))


def _cells(resource: Resource, dialect: Dialect, shape: FileShape) -> Fragment:
    return joined(", ", (value for _, value in _values(resource, dialect, shape)))


def _values(
    resource: Resource, dialect: Dialect, shape: FileShape
) -> Iterator[tuple[str, Fragment]]:
    return ((name, shown(resource, name, dialect, shape.personal)) for name in shape.columns)


def _in_line(field: Field, value: Fragment, dialect: Dialect) -> Fragment:
    """The value, quoted where a mark in it asks for it; keys and codes of ours hold none."""
    if is_text_list(field):
        text = Fragment(dialect.texts.format(column=value.text), value.slots)
        return _filled(dialect.csv[Kind.TEXT], text)
    if field.flags.computed and field.kind in {Kind.KEY, Kind.CODE}:
        return value
    return _filled(dialect.csv.get(field.kind, "{column}"), value)


def _filled(template: str, value: Fragment) -> Fragment:
    times = template.count("{column}")
    return Fragment(template.format(column=value.text), value.slots * times)


_Make = Callable[[Resource, Dialect, FileShape], Fragment]
_ROWS: Mapping[RowForm, _Make] = MappingProxyType(
    {
        RowForm.JSON: _json,
        RowForm.PLACED: _placed,
        RowForm.LINE: _line,
        RowForm.CELLS: _cells,
    }
)
