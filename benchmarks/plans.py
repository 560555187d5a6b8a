"""The query plans of one question in each contender: a peer slower than need be is our fault."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from sqlmodel import Session, create_engine

from app.domain.record import today
from app.query.compile import compile_page, compile_total
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from benchmarks.peers import bare, tutorial

Statement = tuple[str, tuple[Any, ...]]
Plans = dict[str, list[list[str]]]


def explain(question: str, product: Path, peers: Path) -> Plans:
    """Contender → its statements' plans, each a list of steps."""
    return {
        "product": _explained(product, _of_product(question)),
        "tutorial": _explained(peers, ((sql, ()) for sql in _of_tutorial(question, peers))),
        "bare": _explained(peers, bare.statements(question)),
    }


def _explained(path: Path, statements: Iterable[Statement]) -> list[list[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return [
            [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
            for sql, values in statements
        ]


def _of_product(question: str) -> Iterable[Statement]:
    query, day = parse_query(PROJECTS, question), today()
    page = compile_page(PROJECTS, query, today=day)
    total = compile_total(PROJECTS, query, today=day).statement
    return ((page.sql, page.parameters), (total.sql, total.parameters))


def _of_tutorial(question: str, peers: Path) -> list[str]:
    """What the endpoint says to the database, values filled in; the page first."""
    said: list[str] = []
    engine = create_engine(f"sqlite:///{peers}")
    with Session(engine) as session:
        driver = session.connection().connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError("the peers' file is SQLite's")
        driver.set_trace_callback(said.append)
        tutorial.read_projects(session, **_arguments(question))
        driver.set_trace_callback(None)
    engine.dispose()
    selected = [sql for sql in said if sql.startswith("SELECT")]
    return sorted(selected, key=lambda sql: "count(" in sql)


def _arguments(question: str) -> dict[str, Any]:
    """As FastAPI would hand them over."""
    reading = {"limit": int, "total_budget__gte": float}
    return {
        name: date.fromisoformat(text) if "_date" in name else reading.get(name, str)(text)
        for name, text in parse_qsl(question)
    }
