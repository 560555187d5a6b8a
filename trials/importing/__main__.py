"""`python -m trials.importing`: kills an import 50 times, and writes its part of RESULTS.md."""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from trials.command import conclude, make_parser, tell
from trials.importing import report
from trials.importing.child import ImportFailed
from trials.importing.crash import run
from trials.importing.outcome import Settings


def main() -> int:
    """The exit code: 0 where nothing was lost and nothing is otherwise."""
    given = _arguments()
    settings = Settings(given.pages, given.kills, given.processes, given.seed)
    folder = Path(tempfile.mkdtemp(prefix="trials-"))
    tell(f"seed {settings.seed}")
    try:
        outcome = run(settings, folder, tell)
    except ImportFailed as error:
        tell(f"broken off: {error}; documents, databases and logs are in {folder}")
        return 1
    report.write(outcome, given.output, datetime.now(UTC).date())
    for fault in outcome.last_faults:
        tell(fault)
    return conclude(outcome.faults, folder, "documents, databases and logs are")


def _arguments() -> argparse.Namespace:
    parser = make_parser("trials.importing", __doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--processes", type=int, default=2, help="processes that read")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
