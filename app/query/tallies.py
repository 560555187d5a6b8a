"""The SQL that counts over all records of a question: what they state, which issues they show, and
which have been accepted. Each is one pass, by the columns that divide the records.
"""

from collections.abc import Callable

from app.domain.provenance import IMPORT
from app.query.dialect import Dialect
from app.query.expressions import stored
from app.query.fragment import Fragment, compose, joined
from app.query.past import records_of
from app.query.resource import Resource
from app.query.shape import WhereShape
from app.query.statements import make_where, where_clause

Columns = tuple[str, ...]
Make = Callable[[Resource, Dialect, WhereShape], Fragment]
"""One of those below, its columns given."""

_STATED = "SELECT {columns}count(*), {counts} FROM {table}{where}{groups}"
_ISSUES = (
    "SELECT {columns}quality_issues, count(*), min(id), max(id)"
    " FROM {table}{where} GROUP BY {same}quality_issues"
)
_ACCEPTED = (
    "SELECT {columns}id, (SELECT provenance -> 'accepted' FROM project_version AS v"
    " WHERE v.project_id = {key}.id AND v.version = {held}.version) FROM {table}{where} ORDER BY id"
)
_CANDIDATES = (
    "id IN (SELECT c.project_id FROM change AS c JOIN project_version AS h"
    " ON h.project_id = c.project_id AND h.version = c.version"
    " WHERE c.op = 'update' AND {position} > 0"
    f' AND (h."by" IS NULL OR h."by" <> \'{IMPORT.by}\'))'
)
"""Records of which a person once changed the issues: the provenance of all others need not be read,
which is most of the database."""


def make_stated(
    resource: Resource, dialect: Dialect, shape: WhereShape, divided: Columns, counted: Columns
) -> Fragment:
    """Rows of the dividing columns, the number of records, and how many have each counted field."""
    counts = (compose("count({each})", each=_value(resource, name, dialect)) for name in counted)
    return compose(
        _STATED,
        columns=_leading(divided),
        counts=joined(", ", counts),
        table=records_of(resource, dialect, past=shape.past),
        where=where_clause([make_where(resource, dialect, shape)]),
        groups=Fragment(f" GROUP BY {', '.join(divided)}" if divided else ""),
    )


def make_issues(
    resource: Resource, dialect: Dialect, shape: WhereShape, divided: Columns
) -> Fragment:
    """Rows of the dividing columns, the issues as a JSON list, the number of records that show just
    these, and the first and last of their ids."""
    return compose(
        _ISSUES,
        columns=_leading(divided),
        table=records_of(resource, dialect, past=shape.past),
        where=where_clause([make_where(resource, dialect, shape)]),
        same=_leading(divided),
    )


def make_accepted(
    resource: Resource, dialect: Dialect, shape: WhereShape, divided: Columns
) -> Fragment:
    """Rows of the dividing columns, the id of a record, and its acceptances as they are stored, or
    null: of every record that has any, and of some that have none."""
    changed = compose(
        dialect.position, text=Fragment("c.changed_fields"), part=Fragment("'\"quality_issues\"'")
    )
    conditions = [
        make_where(resource, dialect, shape),
        compose(_CANDIDATES, position=changed),
    ]
    return compose(
        _ACCEPTED,
        columns=_leading(divided),
        key=Fragment(resource.table),
        held=Fragment(resource.table),
        table=records_of(resource, dialect, past=shape.past),
        where=where_clause(conditions),
    )


def _leading(columns: Columns) -> Fragment:
    return Fragment("".join(f"{name}, " for name in columns))


def _value(resource: Resource, name: str, dialect: Dialect) -> Fragment:
    return stored(resource.fields[name], dialect)
