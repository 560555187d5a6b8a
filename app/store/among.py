"""Asks for the rows whose column is one of many values.

The text of such a question is made once for each power of two of values, and filled up: writing it
anew each time costs more than the database takes to answer it.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

from sqlalchemy import Dialect, Row, Select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col


class Among:
    """A question of texts, and the column of texts by which it is asked."""

    def __init__(self, asked: Select[*tuple[Any, ...]], column: str | None) -> None:
        self._asked = asked
        self._column = col(column)

    def rows(self, session: Session, values: Collection[str]) -> Sequence[Row[*tuple[Any, ...]]]:
        """What is answered of those rows; what the session has not written yet is not seen."""
        if not values:
            return ()
        connection = session.connection()
        size = 1 << (len(values) - 1).bit_length()
        filling = repeat(next(iter(values)), size - len(values))
        sql = _text(connection.dialect, self._asked, self._column, size)
        return connection.exec_driver_sql(sql, (*values, *filling)).all()


@lru_cache(maxsize=100)
def _text(
    dialect: Dialect, asked: Select[*tuple[Any, ...]], column: Mapped[str | None], size: int
) -> str:
    question = asked.where(column.in_([""] * size))
    return str(question.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))
