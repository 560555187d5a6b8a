"""A table on standard output: drawn for a person at a terminal, plain aligned text for any other
reader."""

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

Row = Sequence[str]


def print_table(headings: Row, rows: Sequence[Row]) -> None:
    """Prints the rows below their headings; a column of nothing but figures stands right."""
    console = Console()
    right = [bool(rows) and all(_is_figure(row[i]) for row in rows) for i in range(len(headings))]
    if not console.is_terminal:
        _print_plain([headings, *rows], right)
        return
    table = Table()
    for heading, is_right in zip(headings, right, strict=True):
        table.add_column(heading, justify="right" if is_right else "left")
    for row in rows:
        table.add_row(*map(escape, row))
    console.print(table)


def _print_plain(rows: Sequence[Row], right: Sequence[bool]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(row, widths, right, strict=True)
        )
        typer.echo("  ".join(cells).rstrip())


def _is_figure(cell: str) -> bool:
    return cell.removesuffix(" %").replace(".", "", 1).isdigit()
