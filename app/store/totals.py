"""How many records a question has, told by the database."""

from app.database import Reader
from app.query.compile import compile_total
from app.query.resource import Resource
from app.store.view import View


def count_records(reader: Reader, resource: Resource, view: View) -> tuple[int, dict[str, int]]:
    """The exact number, and how many each range dropped for a missing value."""
    total = compile_total(resource, view.query, today=view.day)
    return total.read(reader.rows(total.statement.sql, total.statement.parameters)[0])
