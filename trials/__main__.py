"""`python -m trials`: kills the service 50 times under its writers, and writes RESULTS.md."""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from trials import report
from trials.command import conclude, make_parser, tell
from trials.crash import run
from trials.door import Unanswered
from trials.outcome import Settings
from trials.server import ServerFailed


def main() -> int:
    """The exit code: 0 where nothing was lost and nothing is wrong."""
    arguments = _arguments()
    settings = Settings(kills=arguments.kills, seed=arguments.seed)
    folder = Path(tempfile.mkdtemp(prefix="trials-"))
    tell(f"seed {settings.seed}")
    try:
        outcome = run(settings, folder, tell)
    except (ServerFailed, Unanswered) as error:
        tell(f"broken off: {error}; database, journal and log are in {folder}")
        return 1
    report.write(outcome, arguments.output, datetime.now(UTC).date())
    return conclude(outcome.faults, folder, "database, journal and log are")


def _arguments() -> argparse.Namespace:
    parser = make_parser("trials", __doc__)
    parser.add_argument("--kills", type=int, default=50)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
