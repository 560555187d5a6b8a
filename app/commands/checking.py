"""`projektbank check`: whether what is stored keeps the registry's own laws."""

import json
import math
from collections.abc import Iterable
from contextlib import closing

import typer

from app.database import Database
from app.migration import require_current
from app.store.integrity.laws import Verdict, judge


def check_integrity(url: str, *, as_json: bool) -> bool:
    """Checks every law in one moment, prints a line on each, and says whether all are kept."""
    database = Database(url, query_seconds=math.inf)
    require_current(database)
    with closing(database.reader()) as reader, reader.snapshot() as snapshot:
        verdicts = list(judge(snapshot))
    if as_json:
        typer.echo(json.dumps(_to_json(verdicts), ensure_ascii=False, indent=2))
    else:
        _print(verdicts)
    return not any(verdict.breaches for verdict in verdicts)


def _print(verdicts: Iterable[Verdict]) -> None:
    for verdict in verdicts:
        result = "BROKEN" if verdict.breaches else "kept"
        typer.echo(f"{result:6}  {verdict.law.code:10}  {verdict.law.sentence}")
        for breach in verdict.breaches:
            typer.echo(f"        {breach}")


def _to_json(verdicts: Iterable[Verdict]) -> list[dict[str, object]]:
    return [
        {
            "law": verdict.law.code,
            "sentence": verdict.law.sentence,
            "kept": not verdict.breaches,
            "breaches": list(verdict.breaches),
        }
        for verdict in verdicts
    ]
