"""`projektbank import`: progress on standard error, the report on standard output."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.database import Database
from app.importer.report import REFUSED, Result, count, to_json
from app.importer.run import find_files, import_files


def import_paths(
    database: Database, paths: Iterable[Path], *, dry_run: bool, as_json: bool
) -> bool:
    """Imports, reports, and says whether any document was refused."""
    files = find_files(paths)
    results = list(_with_progress(import_files(database, files, dry_run=dry_run), len(files)))
    if as_json:
        typer.echo(json.dumps(to_json(results, dry_run=dry_run), ensure_ascii=False, indent=2))
    else:
        _print_report(results, dry_run=dry_run)
    return any(result.outcome in REFUSED for result in results)


def _with_progress(results: Iterator[Result], total: int) -> Iterator[Result]:
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    shown = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not shown) as progress:
        yield from progress.track(results, total=total)


def _print_report(results: list[Result], *, dry_run: bool) -> None:
    for result in results:
        remarks = [result.id, result.reason, ", ".join(result.warnings)]
        if result.matched_by:
            remarks.append(f"matched by {result.matched_by}")
        typer.echo(f"{result.outcome:9}  {result.document}  {'; '.join(filter(None, remarks))}")
    counts = ", ".join(f"{number} {outcome}" for outcome, number in count(results).items())
    typer.echo(f"{'Dry run, nothing stored: ' if dry_run else ''}{counts}")
