"""Many rows of one table at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, insert, inspect
from sqlalchemy import Table as SqlTable
from sqlmodel import Session

from app.models import Table

_REMEMBERED = 1_000
"""Values of a column that are brought into the driver's form once: days and moments come again."""


def insert_rows(session: Session, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts the rows, which all name the same columns, in one execution.

    They go past the mapper, which would sort them by what they lack, and straight to the driver:
    half of the time would be spent on carrying each value there.
    """
    target = inspect(table).local_table
    if not isinstance(target, SqlTable):
        raise TypeError(table)
    if rows:
        connection = session.connection()
        sql, prepare = _prepared(connection.dialect, target, tuple(rows[0]))
        connection.exec_driver_sql(sql, [prepare(row) for row in rows])


@lru_cache(maxsize=100)
def _prepared(
    dialect: Dialect, table: SqlTable, names: tuple[str, ...]
) -> tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]:
    """The statement, and what makes its parameters of a row."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    ordered = compiled.positiontup or []
    pick = itemgetter(*ordered)
    converts = [
        (place, convert)
        for place, name in enumerate(ordered)
        if (convert := _converter(dialect, table, name))
    ]

    def prepare(row: Mapping[str, Any]) -> tuple[Any, ...]:
        values = list(pick(row))
        for place, convert in converts:
            if values[place] is not None:
                values[place] = convert(values[place])
        return tuple(values)

    return str(compiled), prepare


def _converter(dialect: Dialect, table: SqlTable, name: str) -> Callable[[Any], Any] | None:
    """What brings a value of a column into the driver's form, where it must be."""
    processor = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(_REMEMBERED)(processor) if processor else None
