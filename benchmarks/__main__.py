"""`python -m benchmarks`: measures the product beside its peers and writes what came of it."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks import goals, report, serving, wrk
from benchmarks.equality import AnswersDiffer
from benchmarks.importing import outcome as imports
from benchmarks.importing import report as import_report
from benchmarks.importing.run import measure as measure_imports
from benchmarks.importing.runs import ImportFailed
from benchmarks.outcome import SHORT, Outcome, Settings
from benchmarks.run import install_peers, measure, measure_files
from benchmarks.servers import ServerFailed
from benchmarks.site import NoRoom

HERE = Path(__file__).parent
_SERVING, _FILES, _IMPORT = "serving", "files", "import"
_SIZES = (100_000, 1_000_000)


def main() -> int:
    """The exit code: 0 when everything could be measured."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # and every server with it
    if arguments.only != _IMPORT and not wrk.is_installed():
        print(wrk.MISSING, file=sys.stderr)
        return 1
    try:
        return _measure(arguments)
    except (AnswersDiffer, ImportFailed, NoRoom, ServerFailed, wrk.LoadFailed) as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 1


def _measure(arguments: argparse.Namespace) -> int:
    """Measures, prints, and writes each part when it is there."""
    output = arguments.output or (None if arguments.short else HERE)
    failed = False
    for settings in _settings(arguments):
        with _folder(arguments, settings) as folder:
            if arguments.only == _FILES:
                before = report.read(HERE, settings.records)
                outcome = measure_files(before, settings, folder, _say)
            else:
                outcome = measure(settings, folder, _say)
        _print(outcome)
        failed = failed or bool(outcome.failures)
        if output is not None:
            report.write([outcome], None, output)
    if arguments.only in (None, _IMPORT):
        measured = measure_imports(_sizes(arguments), _say)
        print(*import_report.page(measured), "", *report.goals(measured.goals()), sep="\n")
        if output is not None:
            report.write([], measured, output)
    return int(failed)


def _print(outcome: Outcome) -> None:
    print(*serving.load(outcome), "", *report.goals(goals.goals(outcome)), "", sep="\n")
    print(*(f"Not measured, {case}: {why}" for case, why in outcome.failures.items()), sep="\n")


def _settings(arguments: argparse.Namespace) -> Iterator[Settings]:
    """One for each number of records."""
    if arguments.only == _IMPORT:
        return
    if arguments.short:
        yield SHORT
        return
    install_peers(_say)
    sizes = _SIZES if arguments.full else _SIZES[:1]
    for records in [arguments.records] if arguments.records else sizes:
        yield Settings(records=records, rounds=arguments.rounds, seconds=arguments.seconds)


@contextmanager
def _folder(arguments: argparse.Namespace, settings: Settings) -> Iterator[Path]:
    """Where the files are: for this run, or kept for the next in a folder that was named."""
    if arguments.data is not None:
        yield arguments.data.absolute() / f"{settings.records}"
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _sizes(arguments: argparse.Namespace) -> imports.Sizes:
    sizes = imports.SHORT if arguments.short else imports.Sizes()
    return replace(sizes, rows=_SIZES[-1]) if arguments.full else sizes


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="8 connections, some seconds")
    parser.add_argument("--only", choices=(_SERVING, _FILES, _IMPORT), help="one part")
    parser.add_argument("--full", action="store_true", help="with a million records and rows too")
    parser.add_argument("--records", type=int, help="one number of records to serve")
    parser.add_argument("--rounds", type=int, default=3, help="of load, alternating")
    parser.add_argument("--seconds", type=int, default=4, help="of each load")
    parser.add_argument("--data", type=Path, help="folder to keep the filled database in")
    parser.add_argument("--output", type=Path, help="folder for RESULTS.md and results.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
