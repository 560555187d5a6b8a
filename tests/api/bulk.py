"""Bulk writes of tests: sent in any form, and their reports taken apart."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.api.contract.writes import NEW_PROJECT
from tests.api.writers import PROJECTS, Writer

Row = Mapping[str, Any]
KINDS = ("application/json", "application/x-ndjson", "text/csv")
KNOWN = "2020-00713"


def new(number: int, **more: object) -> Row:
    """The invented project under another number."""
    return NEW_PROJECT | {"number": f"24-{number:03}-S01"} | more


def send(
    writer: Writer, mode: str, rows: Sequence[object], *more: str, kind: str = KINDS[0]
) -> dict[str, Any]:
    """The report, also where it stands in an error."""
    address = f"{PROJECTS}/bulk?{'&'.join((f'mode={mode}', *more))}"
    answer = writer.ask("POST", address, content=write_body(rows, kind), kind=kind)
    assert answer.status_code in (200, 422), answer.text
    assert answer.json().get("code") in (None, "bulk-undone"), answer.text
    report: dict[str, Any] = answer.json()
    return report


def write_body(rows: Sequence[Any], kind: str) -> bytes:
    if kind == "application/json":
        return json.dumps(rows).encode()
    if kind == "application/x-ndjson":
        return "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(rows[0])
    table.writerows([_cell(row[name]) for name in rows[0]] for row in rows)
    return file.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def statuses(report: Mapping[str, Any]) -> list[str]:
    assert [row["index"] for row in report["data"]] == list(range(len(report["data"])))
    for status, count in report["counts"].items():
        assert count == sum(row["status"] == status for row in report["data"])
    return [row["status"] for row in report["data"]]


def codes(report: Mapping[str, Any]) -> list[list[tuple[str, str]]]:
    return [[(e["pointer"], e["code"]) for e in row["errors"]] for row in report["data"]]
