"""Asks a database a question from beginning to end, as an endpoint does."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from app.database import Row
from app.faults import Fault, QueryRejected
from app.json_text import parse_json
from app.query.body import parse_body
from app.query.compile import compile_page, compile_total
from app.query.cursor import make_cursor, read_cursor
from app.query.lookups import Lookups
from app.query.model import Query
from app.query.parse import parse_query
from app.query.resource import PROJECTS, Resource
from app.store.sought import with_words
from tests.query.records import TODAY

LOOKUPS = Lookups(codes={"quality_issues": frozenset({"budget-not-stated", "period-not-stated"})})


def parse(raw: bytes | str, resource: Resource = PROJECTS) -> Query:
    return parse_query(resource, raw, lookups=LOOKUPS)


def parse_json_body(body: dict[str, Any], resource: Resource = PROJECTS) -> Query:
    return parse_body(resource, parse_json(json.dumps(body).encode()), lookups=LOOKUPS)


def parse_pairs(pairs: Sequence[tuple[str, str]]) -> Query:
    return parse(urlencode(pairs))


def faults_of(raw: bytes | str, resource: Resource = PROJECTS) -> tuple[Fault, ...]:
    """What is wrong with a question; nothing where it can be read."""
    try:
        parse(raw, resource)
    except QueryRejected as rejected:
        return rejected.faults
    return ()


def page(
    database: sqlite3.Connection, query: Query, resource: Resource = PROJECTS
) -> list[dict[str, Any]]:
    """The records of one page."""
    return _page(database, spelt(database, query), resource)[0]


def spelt(database: sqlite3.Connection, query: Query) -> Query:
    """The question with its search looked up."""
    return with_words(Rows(database), query)


@dataclass(frozen=True)
class Rows:
    """A connection as a reader."""

    database: sqlite3.Connection

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        return self.database.execute(sql, parameters).fetchall()

    def blocks(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[Row]]:
        yield self.rows(sql, parameters)


def total(
    database: sqlite3.Connection, query: Query, resource: Resource = PROJECTS
) -> tuple[int, dict[str, int]]:
    """The exact total and what was not stated."""
    compiled = compile_total(resource, spelt(database, query), today=TODAY)
    row = database.execute(compiled.statement.sql, compiled.statement.parameters).fetchone()
    return compiled.read(row)


def all_pages(
    database: sqlite3.Connection, query: Query, resource: Resource = PROJECTS
) -> list[list[dict[str, Any]]]:
    """Every page, each from the cursor of the one before."""
    pages = []
    query = spelt(database, query)
    for _ in range(100):
        records, cursor = _page(database, query, resource)
        pages.append(records)
        if cursor is None:
            return pages
        query = replace(query, cursor=cursor)
    raise AssertionError("the pages never end")


def _page(
    database: sqlite3.Connection, query: Query, resource: Resource
) -> tuple[list[dict[str, Any]], str | None]:
    statement = compile_page(resource, query, today=TODAY, after=read_cursor(resource, query))
    rows = database.execute(statement.sql, statement.parameters).fetchall()
    limit = query.limit or len(rows)
    more = len(rows) > limit
    cursor = make_cursor(resource, query, rows[limit - 1][1:]) if more else None
    return [json.loads(row[0]) for row in rows[:limit]], cursor
