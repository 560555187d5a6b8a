"""`python -m trials.importing`: kills an import 50 times, and writes its part of RESULTS.md."""

import argparse
import random
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from trials.importing import report
from trials.importing.child import ImportFailed
from trials.importing.crash import run
from trials.importing.outcome import Settings

HERE = Path(__file__).parents[1]


def main() -> int:
    """The exit code: 0 where nothing was lost and nothing is otherwise."""
    given = _arguments()
    settings = Settings(given.pages, given.kills, given.processes, given.seed)
    folder = Path(tempfile.mkdtemp(prefix="trials-"))
    _tell(f"seed {settings.seed}")
    try:
        outcome = run(settings, folder, _tell)
    except ImportFailed as error:
        _tell(f"broken off: {error}; documents, databases and logs are in {folder}")
        return 1
    report.write(outcome, given.output, datetime.now(UTC).date())
    if outcome.faults:
        for fault in outcome.last_faults:
            _tell(fault)
        _tell(f"{len(outcome.faults)} faults; documents, databases and logs are in {folder}")
        return 1
    shutil.rmtree(folder)
    _tell("no faults")
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="trials.importing", description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--processes", type=int, default=2, help="processes that read")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--output", type=Path, default=HERE, help="folder for RESULTS.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
