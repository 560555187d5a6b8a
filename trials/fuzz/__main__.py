"""`python -m trials.fuzz`: throws 300,000 mutated documents at the importer, and writes its part of
RESULTS.md."""

import argparse
import random
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from trials.fuzz import report
from trials.fuzz.outcome import Settings
from trials.fuzz.run import run

HERE = Path(__file__).parents[1]


def main() -> int:
    """The exit code: 0 where each document was read or refused as it should be."""
    given = _arguments()
    settings = Settings(given.inputs, given.stored, given.guided, given.seed)
    folder = Path(tempfile.mkdtemp(prefix="trials-"))
    _tell(f"seed {settings.seed}")
    outcome = run(settings, folder, _tell)
    report.write(outcome, given.output, datetime.now(UTC).date())
    if outcome.faults:
        for fault in outcome.faults:
            _tell(fault)
        _tell(f"{len(outcome.faults)} faults; the documents are in {folder}")
        return 1
    shutil.rmtree(folder)
    _tell("no faults")
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="trials.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000, help="mutated and read")
    parser.add_argument("--stored", type=int, default=20_000, help="mutated and imported")
    parser.add_argument("--guided", type=int, default=100_000, help="made by what they reach")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--output", type=Path, default=HERE, help="folder for RESULTS.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
