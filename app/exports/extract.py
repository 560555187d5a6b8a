"""What a file is made of: the rows of one question at one moment, and what there is to say of them.

Knows no format.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.database import Reader, Row
from app.domain.fields import Field
from app.errors import FileCutOff
from app.exports.style import Style
from app.query.compile import compile_file, compile_total
from app.query.files import RowForm
from app.query.format import format_query
from app.query.model import Query
from app.query.resource import Resource
from app.store.view import View


def never() -> bool:
    """Whoever asked for it waits to the end."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """One result. `asked` is the question as it was put, `view` the state that it is asked of,
    `total` the number of rows, `address` where the same is to be had, where that is known."""

    reader: Reader
    resource: Resource
    asked: Query
    view: View
    style: Style
    personal: bool
    total: int
    address: str | None = None
    is_given_up: Callable[[], bool] = never  # asked at each block of rows

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns, in order."""
        names = self.asked.fields or self.resource.public
        return tuple(self.resource.fields[name] for name in names)

    @property
    def source(self) -> str:
        """The address of the same rows."""
        written = format_query(self.resource, self.asked, paging=False, default_limit=None)
        return f"{self.address or f'/v1/{self.resource.name}'}?{written}"

    def blocks(self, form: RowForm) -> Iterator[list[Row]]:
        """The rows, some hundreds at a time; raises `FileCutOff` where they are not as many as was
        told, or nobody waits for them any more."""
        statement = compile_file(
            self.resource, self.view.query, form, today=self.view.day, personal=self.personal
        )
        left = self.total
        for block in self.reader.blocks(statement.sql, statement.parameters):
            if self.is_given_up():
                raise FileCutOff("Nobody waits for the file any more.")
            left -= len(block)
            yield block
        if left:
            raise FileCutOff(f"{self.total} rows were told, and {self.total - left} came.")

    def encoded(self, form: RowForm) -> Iterator[list[bytes]]:
        """The rows, each one text that the database has written."""
        return ([row[0] for row in block] for block in self.blocks(form))


def count_rows(reader: Reader, resource: Resource, view: View) -> int:
    """How many rows the question has without its limit."""
    counted = compile_total(resource, view.query, today=view.day)
    # A block at a time: what a file may take is more than what a question may.
    [[row]] = reader.blocks(counted.statement.sql, counted.statement.parameters)
    return counted.read(row)[0]
