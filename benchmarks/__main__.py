"""`python -m benchmarks`: measures the product beside its peers and writes what came of it."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks import report, wrk
from benchmarks.equality import AnswersDiffer
from benchmarks.importing import outcome as imports
from benchmarks.importing import report as import_report
from benchmarks.importing.run import measure as measure_imports
from benchmarks.importing.runs import ImportFailed
from benchmarks.outcome import SHORT, Settings
from benchmarks.run import measure
from benchmarks.servers import ServerFailed

HERE = Path(__file__).parent
_LIST, _IMPORT = "list", "import"
_FULL_ROWS = 1_000_000


def main() -> int:
    """The exit code: 0 when everything could be measured."""
    arguments = _arguments()
    if arguments.only != _IMPORT and not wrk.is_installed():
        print(wrk.MISSING, file=sys.stderr)
        return 1
    try:
        _measure(arguments)
    except (AnswersDiffer, ImportFailed, ServerFailed, wrk.LoadFailed) as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 1
    return 0


def _measure(arguments: argparse.Namespace) -> None:
    """Measures, prints, and writes where both parts were measured."""
    outcome = measured = None
    if arguments.only != _IMPORT:
        outcome = measure(_settings(arguments), _say)
        print(*report.table(outcome), "", *report.goals(outcome), "", sep="\n")
    if arguments.only != _LIST:
        measured = measure_imports(_sizes(arguments), _say)
        print(*import_report.page(measured), "", *report.goals(measured), sep="\n")
    output = arguments.output or (None if arguments.short else HERE)
    if output is not None and outcome is not None and measured is not None:
        report.write(outcome, measured, output)


def _settings(arguments: argparse.Namespace) -> Settings:
    settings = SHORT if arguments.short else Settings()
    return replace(settings, records=arguments.records) if arguments.records else settings


def _sizes(arguments: argparse.Namespace) -> imports.Sizes:
    sizes = imports.SHORT if arguments.short else imports.Sizes()
    return replace(sizes, rows=_FULL_ROWS) if arguments.full else sizes


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="8 connections, some seconds")
    parser.add_argument("--only", choices=(_LIST, _IMPORT), help="one part; writes no results")
    parser.add_argument("--full", action="store_true", help=f"import {_FULL_ROWS} rows of a list")
    parser.add_argument("--records", type=int, help="another number of made-up records to list")
    parser.add_argument("--output", type=Path, help="folder for RESULTS.md and results.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
