"""The SQL of changes: which of them concern a question, and the states before and after them."""

from app.domain.fields import Kind
from app.query.conditions import Conditions
from app.query.dialect import Dialect
from app.query.expressions import json_pair, json_row
from app.query.fragment import ALWAYS, Fragment, Given, compose, joined
from app.query.past import columns_of_state
from app.query.resource import Resource
from app.query.shape import WhereShape

_CHANGES = (
    "SELECT {row}, seq FROM (SELECT seq, op, project_id, version, changed_fields, at,"
    " {author} AS author, {after} AS after, {before} AS before"
    " FROM change WHERE seq > {behind} AND seq <= {up_to}) AS listed"
    " WHERE after OR before ORDER BY {order} LIMIT {at_most}"
)
_AUTHOR = (
    '(SELECT "by" FROM project_version AS v'
    " WHERE v.project_id = change.project_id AND v.version = change.version"
    " AND change.op <> 'redact')"
)
"""Of the version that the change made; a redaction makes none."""
_IS_THERE = (
    "op <> 'delete' AND (op <> 'redact' OR EXISTS (SELECT 1 FROM project_version AS v"
    " WHERE v.project_id = change.project_id AND v.version = change.version AND v.op <> 'delete'))"
)
"""Whether there is a record behind a change."""
_MATCHES = (
    "EXISTS (SELECT 1 FROM (SELECT {columns} FROM {table} WHERE id = project_id AND {version}"
    " UNION ALL SELECT {columns} FROM {past} WHERE id = project_id AND {version}) AS state"
    " WHERE {conditions})"
)
_ANY, _NONE = "op = 'redact' OR {before}", "op <> 'redact' AND {before}"
"""Of the redactions after which the record is none that is asked for."""
_STATES = (
    "SELECT version, {whole}, {public} FROM ("
    "SELECT {columns} FROM {table} WHERE id = {key} UNION ALL"
    " SELECT {columns} FROM {past} WHERE id = {same}) AS state"
    " WHERE version > {behind} AND version <= {up_to} ORDER BY version"
)
_COLUMNS = (
    ("seq", "seq", Kind.INTEGER),
    ("op", "op", Kind.CODE),
    ("id", "project_id", Kind.KEY),
    ("version", "version", Kind.INTEGER),
    ("changed_fields", "changed_fields", Kind.LIST),
    ("at", "at", Kind.TIME),
    ("matches", "after", Kind.BOOLEAN),
    ("by", "author", Kind.TEXT),
)
"""Of a change: its keys in an answer, where their values stand, and what they are."""


def make_changes(
    resource: Resource,
    dialect: Dialect,
    shape: WhereShape,
    authors: bool,
    newest_first: bool,
    every_redaction: bool,
) -> Fragment:
    """Rows of one JSON text and the number, of the changes before or after which the record was
    one that is asked for. What it was before a redaction nobody can tell."""
    conditions = Conditions(resource, dialect, shape.or_missing, past=True).where(shape)
    if conditions == ALWAYS:
        after, before = Fragment(_IS_THERE), Fragment("1")
    else:
        after = _matches(resource, dialect, conditions, "version = change.version")
        before = _matches(resource, dialect, conditions, "version = change.version - 1")
    pairs = (
        json_pair(name, Fragment(column), dialect.json.get(kind, "{column}"))
        for name, column, kind in _COLUMNS
    )
    return compose(
        _CHANGES,
        row=compose(dialect.row, pairs=joined(", ", pairs)),
        author=Fragment(_AUTHOR if authors else "NULL"),
        after=after,
        before=compose(_ANY if every_redaction else _NONE, before=before),
        **_window(dialect),
        order=Fragment("seq DESC" if newest_first else "seq"),
        at_most=Fragment(dialect.placeholder, (lambda given: given.window.at_most,)),
    )


def make_states(resource: Resource, dialect: Dialect, columns: tuple[str, ...]) -> Fragment:
    """The states of one record: version, then one JSON text with contact data and one without."""
    return compose(
        _STATES,
        whole=json_row(resource, dialect, columns, personal=True),
        public=json_row(resource, dialect, columns),
        **_tables(resource, dialect),
        key=Fragment(dialect.placeholder, (_key,)),
        same=Fragment(dialect.placeholder, (_key,)),
        **_window(dialect),
    )


def _matches(resource: Resource, dialect: Dialect, conditions: Fragment, version: str) -> Fragment:
    """Whether a change's record fits the conditions in one of its versions."""
    return compose(
        _MATCHES,
        **_tables(resource, dialect),
        version=Fragment(version),
        conditions=conditions,
    )


def _tables(resource: Resource, dialect: Dialect) -> dict[str, Fragment]:
    return {
        "columns": columns_of_state(resource, dialect),
        "table": Fragment(resource.table),
        "past": Fragment(resource.past),
    }


def _window(dialect: Dialect) -> dict[str, Fragment]:
    return {
        "behind": Fragment(dialect.placeholder, (lambda given: given.window.behind,)),
        "up_to": Fragment(dialect.placeholder, (lambda given: given.window.up_to,)),
    }


def _key(given: Given) -> str:
    return given.key
