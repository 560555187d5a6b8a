"""Whole tables, read a few hundred rows at a time: a check needs little memory for any database."""

from collections.abc import Iterator, Sequence

from app.database import Reader, Row

_ROWS = 500


def read_table(reader: Reader, table: str, columns: Sequence[str]) -> Iterator[Row]:
    """Every row of a table, with these columns."""
    sql = (
        f"SELECT rowid, {', '.join(columns)} FROM {table}"  # noqa: S608
        f" WHERE rowid > ? ORDER BY rowid LIMIT {_ROWS}"
    )
    last = -1
    while rows := reader.rows(sql, (last,)):
        yield from (row[1:] for row in rows)
        last = rows[-1][0]
