"""`python -m trials`: kills the service 50 times under its writers, and writes RESULTS.md."""

import argparse
import random
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from trials import report
from trials.crash import run
from trials.door import Unanswered
from trials.outcome import Settings
from trials.server import ServerFailed

HERE = Path(__file__).parent


def main() -> int:
    """The exit code: 0 where nothing was lost and nothing is wrong."""
    arguments = _arguments()
    settings = Settings(kills=arguments.kills, seed=arguments.seed)
    folder = Path(tempfile.mkdtemp(prefix="trials-"))
    _tell(f"seed {settings.seed}")
    try:
        outcome = run(settings, folder, _tell)
    except (ServerFailed, Unanswered) as error:
        _tell(f"broken off: {error}; database, journal and log are in {folder}")
        return 1
    report.write(outcome, arguments.output, datetime.now(UTC).date())
    if outcome.faults:
        _tell(f"{len(outcome.faults)} faults; database, journal and log are in {folder}")
        return 1
    shutil.rmtree(folder)
    _tell("no faults")
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="trials", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--output", type=Path, default=HERE, help="folder for RESULTS.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
