"""Records as they stood: in place of the table, their state at one version of the dataset."""

from collections.abc import Iterator

from app.domain.fields import Kind
from app.query.dialect import Dialect
from app.query.expressions import compared
from app.query.fragment import Fragment, Given, Parameter, compose
from app.query.resource import Resource

_STATE = (
    "(SELECT {columns} FROM {table} WHERE since <= {since} UNION ALL"
    " SELECT {columns} FROM {past} WHERE since <= {begun} AND until > {held}) AS {table}"
)


def records_of(resource: Resource, dialect: Dialect, *, past: bool) -> Fragment:
    """What stands behind FROM: the table itself, or its `past` state at the version given."""
    if not past:
        return Fragment(resource.table)
    version = Fragment(dialect.placeholder, (_version,))
    parts = {"columns": columns_of_state(resource, dialect), "table": Fragment(resource.table)}
    parts["past"] = Fragment(resource.past)
    return compose(_STATE, **parts, since=version, begun=version, held=version)


def columns_of_state(resource: Resource, dialect: Dialect) -> Fragment:
    """Every column that a question can look at, in an order that both tables share."""
    return Fragment(", ".join(_columns(resource, dialect)))


def _columns(resource: Resource, dialect: Dialect) -> Iterator[str]:
    for name, field in resource.fields.items():
        if name == "status":  # follows from the day
            continue
        yield name
        if field.kind is Kind.TEXT and not field.flags.personal:
            yield compared(field, dialect).text
    yield from resource.set_apart.values()
    if resource.word_index:
        yield "since"


def _version(given: Given) -> Parameter:
    return given.version
