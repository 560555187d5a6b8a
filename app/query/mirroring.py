"""The SQL of the columnar mirror: its rows, which of them are dead, the order of ids, and the rows
of which only the database can tell whether they are asked for.

A row is known by its `since`. Many of those come as one text with commas: it is read in no time.
"""

from collections.abc import Sequence
from datetime import date

from app.query.compile import Statement, compile_tally
from app.query.dialect import SQLITE, Dialect
from app.query.fragment import Fragment, compose
from app.query.membership import of_organisation
from app.query.model import Filter, Query
from app.query.past import records_of
from app.query.resource import Resource
from app.query.shape import WhereShape
from app.query.statements import make_where, where_clause

KEYS_BY_ID = "SELECT group_concat(pk) FROM (SELECT pk FROM project ORDER BY id LIMIT -1)"
KEYS_BY_SINCE = "SELECT group_concat(pk) FROM (SELECT pk FROM project ORDER BY since LIMIT -1)"
"""All records: a subquery with a limit keeps its order."""
MOST_RECORDS = "SELECT coalesce(max(pk), 0) FROM project"
"""No fewer than there are: the number that the newest record has."""
LAST_TO_ID = "SELECT since FROM project WHERE id <= ? ORDER BY id DESC LIMIT 1"
FIRST_FROM_ID = "SELECT since FROM project WHERE id >= ? ORDER BY id LIMIT 1"
DEAD = "SELECT since FROM past_project WHERE until > ? AND since <= ?"
"""Rows that stood at a version, given twice, and stand no more."""
NEIGHBOURS = (
    "SELECT since,"
    " (SELECT since FROM project AS lower WHERE lower.id < own.id ORDER BY id DESC LIMIT 1),"
    " (SELECT since FROM project AS upper WHERE upper.id > own.id ORDER BY id LIMIT 1)"
    " FROM project AS own WHERE since > ? ORDER BY +id"
)
"""The rows behind a version in the order of their ids, each with those before and after it.

The plus has them found by their version and sorted: else all ids are gone through."""
WITH_WORDS = (
    "SELECT group_concat(rowid) FROM (SELECT rowid FROM project_words"
    " WHERE project_words MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?)"
)


def live_rows(numbers: Sequence[str], coded: Sequence[str]) -> str:
    """Rows behind version ?2 by rising `since`; ?1 stands for a missing number."""
    return f"SELECT {_columns(numbers, coded)} FROM project WHERE since > ?2 ORDER BY since"


def past_rows(numbers: Sequence[str], coded: Sequence[str]) -> str:
    """The same of states that stood at version ?2 and stand no more."""
    return (
        f"SELECT {_columns(numbers, coded)} FROM past_project"
        " WHERE since <= ?2 AND until > ?2 ORDER BY since"
    )


def compile_rows(
    resource: Resource, query: Query, *, today: date, dialect: Dialect = SQLITE
) -> Statement:
    """The rows of a question, as one text."""
    return compile_tally(resource, query, _make_rows, today=today, dialect=dialect)


def compile_owners(
    resource: Resource, asked: Filter, *, today: date, dialect: Dialect = SQLITE
) -> Statement:
    """The ids of the organisations that a filter on owners means."""
    query = Query(filters=(asked,))
    return compile_tally(resource, query, _make_owners, today=today, dialect=dialect)


def _columns(numbers: Sequence[str], coded: Sequence[str]) -> str:
    return ", ".join(("since", *(f"coalesce({name}, ?1)" for name in numbers), *coded))


def _make_rows(resource: Resource, dialect: Dialect, shape: WhereShape) -> Fragment:
    return compose(
        "SELECT group_concat(since) FROM {table}{where}",
        table=records_of(resource, dialect, past=shape.past),
        where=where_clause([make_where(resource, dialect, shape)]),
    )


def _make_owners(_: Resource, dialect: Dialect, shape: WhereShape) -> Fragment:
    places = range(len(shape.filters[0].forms))
    return compose(
        "SELECT owner_id FROM (SELECT id AS owner_id FROM organisation) WHERE {same}",
        same=of_organisation(dialect, 0, places),
    )
