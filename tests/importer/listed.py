"""A list of made-up projects, taken in, and what is then in the database."""

import json

from app.database import Database
from app.importer.incoming import Incoming, Options
from app.importer.report import Result
from app.importer.run import import_documents
from tests.store.rows import Rows, everything

HEADINGS = "number,name,owner,region,planned_participants"


def listed(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\r\n".join((headings, *rows, "")).encode()


def row(number: int, participants: int = 10) -> str:
    return f"2020/{number:05},Projekt {number},Exempelkommunen,SE11,{participants}"


def take(database: Database, content: bytes, options: Options | None = None) -> Result:
    sent = Incoming("lista.csv", content=content)
    [result] = import_documents(database, [sent], options or Options())
    return result


def refused_rows(database: Database) -> list[tuple[int, str, dict[str, str]]]:
    rows = everything(database)["refused_row"]
    return sorted((number, code, json.loads(cells)) for _, number, code, _, cells, _ in rows)


def contents(rows: Rows) -> Rows:
    """Every row but of the dataset's own."""
    return {name: some for name, some in rows.items() if name != "dataset"}
