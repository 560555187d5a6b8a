"""`projektbank import` and `reread`: progress on standard error, the report on standard output."""

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text
from sqlmodel import Session

from app.commands.fetching import is_address
from app.commands.rejects import RejectsFile
from app.commands.report import Report
from app.database import Database
from app.domain.encoding import decode
from app.domain.record import today
from app.faults import MappingRejected
from app.importer.archives import count_documents
from app.importer.desk import READER_VERSIONS
from app.importer.fetching.options import FetchOptions
from app.importer.fetching.run import fetch_documents
from app.importer.files import find_files, incoming_files, named_files
from app.importer.incoming import Options
from app.importer.mapping import Mapping
from app.importer.report import NOBODY, Listener, Result
from app.importer.rereading import reread
from app.importer.run import import_documents
from app.store.missing import find_missing

_WORTH_PROCESSES = 500
"""Files from which on reading is shared out: starting the processes takes half a second."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported, how, and what is to be told of it."""

    sources: tuple[str, ...]
    options: Options
    fetch: FetchOptions
    processes: int | None = None
    complete: bool = False
    rejects: Path | None = None
    as_json: bool = False


def import_sources(database: Database, order: Order) -> bool:
    """Imports, reports, and says whether any document, or row of a list, was refused."""
    paths = [Path(one) for one in order.sources if not is_address(one)]
    addresses = [one for one in order.sources if is_address(one)]
    files = find_files(paths)
    incoming = chain(incoming_files(files), fetch_documents(addresses, order.fetch))
    total = sum(map(count_documents, named_files(files))) if not addresses else None
    with ExitStack() as stack:
        dry_run = order.options.dry_run
        report = stack.enter_context(Report(as_json=order.as_json, dry_run=dry_run))
        rejects = stack.enter_context(RejectsFile(order.rejects)) if order.rejects else None
        results = import_documents(
            database,
            incoming,
            order.options,
            listener=_listener(report, rejects, complete=order.complete),
            processes=order.processes or processes_for(len(files)),
        )
        for result in stack.enter_context(closing(_with_progress(results, total))):
            report.add(result)
        if order.complete:
            with Session(database.engine) as session:
                report.missing = find_missing(session, report.seen)
    return report.refused


def require_sources(sources: Sequence[str]) -> None:
    """Refuses a file or folder that is not there, as wrong usage."""
    for source in sources:
        if not is_address(source) and not os.path.lexists(source):
            raise typer.BadParameter(f"Path '{source}' does not exist.", param_hint="'PATH|URL...'")


def given_files(sources: Iterable[str], mapping: Path | None) -> list[Path]:
    """The files and folders among the sources, and the mapping file: what is only read."""
    paths = [Path(one) for one in sources if not is_address(one)]
    return [*paths, mapping] if mapping else paths


def require_past(dated: datetime | None) -> None:
    """Refuses a day that is yet to come, as wrong usage: no later document would count."""
    if dated is not None and dated.date() > today():
        raise typer.BadParameter("this day is yet to come", param_hint="'--dated'")


def require_layout(layout: str | None) -> None:
    """Refuses a layout that is not known, as wrong usage."""
    if layout is not None and layout not in READER_VERSIONS:
        known = ", ".join(sorted(READER_VERSIONS))
        raise typer.BadParameter(
            f"'{layout}' is no layout; known: {known}", param_hint="'--layout'"
        )


def mapping_of(path: Path | None) -> Mapping | None:
    """The mapping that a file states; raises `MappingRejected` with all its faults."""
    if path is None:
        return None
    try:
        return Mapping(decode(path.read_bytes())[0])
    except (OSError, UnicodeDecodeError, MappingRejected) as error:
        raise typer.BadParameter(f"{path.name}: {error}", param_hint="'--mapping'") from error


def reread_documents(
    database: Database, layout: str | None, *, dry_run: bool, as_json: bool
) -> bool:
    """Reads stored documents again, reports, and says whether any was refused."""
    results = reread(database, layout=layout, dry_run=dry_run)
    with Report(as_json=as_json, dry_run=dry_run) as report:
        for result in _with_progress(results, None):
            report.add(result)
    return report.refused


def _listener(report: Report, rejects: RejectsFile | None, *, complete: bool) -> Listener:
    listener = Listener(refused=rejects.add) if rejects else NOBODY
    return replace(listener, seen=report.seen.add) if complete else listener


def processes_for(files: int) -> int:
    """How many processes read; each core but the one that stores has its own, at least one."""
    return max((os.cpu_count() or 1), 2) if files >= _WORTH_PROCESSES else 1


class _Rate(ProgressColumn):
    """How many documents a second are stored."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


def _with_progress(results: Iterator[Result], total: int | None) -> Generator[Result, None, None]:
    columns = TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), _Rate()
    console = Console(stderr=True)
    shown = console.is_terminal
    with Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True, disable=not shown
    ) as progress:
        yield from progress.track(results, total=total)
