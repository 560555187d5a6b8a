"""The report of an import on standard output, line by line as documents are stored."""

import json
from collections import Counter
from collections.abc import Mapping
from types import TracebackType

import typer

from app.importer.report import OUTCOMES, REFUSED, Change, Outcome, Result, result_to_json
from app.store.missing import Missing


class Report:
    """Prints what became of each document, and at the end, or where it is broken off, the counts.

    As JSON it is one object; `documents` are its first member, for they come first.
    """

    def __init__(self, *, as_json: bool, dry_run: bool) -> None:
        self._as_json = as_json
        self._dry_run = dry_run
        self._counts: Counter[str] = Counter()
        self._rows: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.refused = False
        self.missing: list[Missing] | None = None

    def __enter__(self) -> "Report":
        if self._as_json:
            typer.echo(f'{{"dry_run": {json.dumps(self._dry_run)}, "documents": [', nl=False)
        return self

    def add(self, result: Result) -> None:
        """One more document."""
        if self._as_json:
            comma = "," if self._counts.total() else ""
            row = json.dumps(result_to_json(result), ensure_ascii=False)
            typer.echo(f"{comma}\n  {row}", nl=False)
        else:
            _print(result)
        self._counts[result.outcome] += 1
        self._rows.update(result.rows.counts if result.rows else {})
        refused_rows = result.rows.refused if result.rows else 0
        self.refused = self.refused or result.outcome in REFUSED or refused_rows > 0

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        counts: dict[str, int] = {outcome: self._counts[outcome] for outcome in OUTCOMES}
        if self._as_json:
            end: dict[str, object] = {"counts": counts}
            if self.missing is not None:
                end["missing"] = [one._asdict() for one in self.missing]
            typer.echo(f"\n], {json.dumps(end, ensure_ascii=False)[1:]}")
            return
        for one in self.missing or ():
            typer.echo(f"missing    {one.id}  {one.name}")
        told = _told(counts)
        if self._rows:
            told += f"; rows: {_told(self._rows)}"
        if self.missing is not None:
            told += f"; {len(self.missing)} missing in the dump"
        typer.echo(f"{'Dry run, nothing stored: ' if self._dry_run else ''}{told}")


def _print(result: Result) -> None:
    remarks = [result.id, result.reason, ", ".join(result.warnings)]
    if result.matched_by:
        remarks.append(f"matched by {result.matched_by}")
    if result.rows is not None:
        remarks.append(f"rows: {_told(result.rows.counts)}")
    typer.echo(f"{result.outcome:9}  {result.document}  {'; '.join(filter(None, remarks))}")
    _print_changes("", result.outcome, result.changes)
    for row in result.rows.changed if result.rows else ():
        _print_changes(f"row {row.row}: {row.id}: ", row.outcome, row.changes)
    for rejected in result.rows.rejects if result.rows else ():
        typer.echo(f"           row {rejected.row}: {rejected.code}: {rejected.detail}")


def _print_changes(where: str, outcome: Outcome, changes: Mapping[str, Change]) -> None:
    """Line by line; everything of a new record is new."""
    for name, change in changes.items() if outcome != "created" else ():
        shown = f"{_shown(change['from'])} → {_shown(change['to'])}"
        typer.echo(f"           {where}{name}: {shown}")


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {outcome}" for outcome, number in counts.items())


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


_MOST_SHOWN = 200
"""Characters of a value in a line; the JSON report has all of it."""
