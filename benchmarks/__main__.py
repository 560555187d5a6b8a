"""`python -m benchmarks`: measures the product beside its peers and writes what came of it."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks import report, wrk
from benchmarks.equality import AnswersDiffer
from benchmarks.outcome import SHORT, Settings
from benchmarks.run import measure
from benchmarks.servers import ServerFailed

HERE = Path(__file__).parent


def main() -> int:
    """The exit code: 0 when everything could be measured."""
    arguments = _arguments()
    if not wrk.is_installed():
        print(wrk.MISSING, file=sys.stderr)
        return 1
    settings = SHORT if arguments.short else Settings()
    if arguments.records:
        settings = replace(settings, records=arguments.records)
    try:
        outcome = measure(settings, lambda line: print(line, file=sys.stderr))
    except (AnswersDiffer, ServerFailed, wrk.LoadFailed) as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 1
    print(*report.table(outcome), "", *report.goals(outcome), sep="\n")
    output = arguments.output or (None if arguments.short else HERE)
    if output is not None:
        report.write(outcome, output)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="8 connections, some seconds")
    parser.add_argument("--records", type=int, help="another number of made-up records")
    parser.add_argument("--output", type=Path, help="folder for RESULTS.md and results.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
