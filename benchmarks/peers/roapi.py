"""roapi, asked in SQL: the whole table as columns in its memory, read from a CSV file."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks import columns
from benchmarks.asks import Answer, Ask, Groups, Request

_BY = "region, programme_period, programme_area"
_SIGNS = {"lte": "<=", "gte": ">="}


def request(ask: Ask) -> Request:
    """The ask as SQL."""
    if not isinstance(ask, Groups):
        raise TypeError(ask)
    where = " AND ".join(_conditions(ask))
    sql = (
        f"SELECT {_BY}, count(*) AS count, sum(total_budget) AS sum_total_budget"
        f" FROM project WHERE {where} GROUP BY {_BY}"
    )
    return Request("/api/sql", "POST", sql)


def read(_ask: Ask, body: bytes) -> Answer:
    """The rows; a value that is null is left out of them. The product tells areas by their period;
    those without an area are one group there."""
    groups: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    for row in json.loads(body):
        region, code = row.get("region"), row.get("programme_area")
        area = f"{row['programme_period']}:{code}" if code else None
        group = groups.setdefault((region, area), dict.fromkeys(columns.GROUP, 0))
        group |= {"region": region, "programme_area": area}
        for name in ("count", "sum_total_budget"):
            group[name] += row.get(name, 0)
    return Answer(tuple(groups.values()))


def write_table(peers: Path, path: Path) -> None:
    """The list's columns of every record, as CSV."""
    with (
        closing(sqlite3.connect(peers)) as connection,
        path.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(columns.LIST)
        writer.writerows(connection.execute(f"SELECT {', '.join(columns.LIST)} FROM project"))


def _conditions(ask: Groups) -> Iterator[str]:
    for name, text in ask.filters:
        field, _, operator = name.partition("__")
        literal = text if field == "total_budget" else f"'{text}'"
        yield f"{field} {_SIGNS.get(operator, '=')} {literal}"
