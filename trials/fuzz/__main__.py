"""`python -m trials.fuzz`: throws 300,000 mutated documents at the importer, and writes its part of
RESULTS.md."""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from trials.command import conclude, make_parser, tell
from trials.fuzz import report
from trials.fuzz.outcome import Settings
from trials.fuzz.run import run


def main() -> int:
    """The exit code: 0 where each document was read or refused as it should be."""
    given = _arguments()
    settings = Settings(given.inputs, given.stored, given.guided, given.seed)
    folder = Path(tempfile.mkdtemp(prefix="trials-"))
    tell(f"seed {settings.seed}")
    outcome = run(settings, folder, tell)
    report.write(outcome, given.output, datetime.now(UTC).date())
    for fault in outcome.faults:
        tell(fault)
    return conclude(outcome.faults, folder, "the documents are")


def _arguments() -> argparse.Namespace:
    parser = make_parser("trials.fuzz", __doc__)
    parser.add_argument("--inputs", type=int, default=200_000, help="mutated and read")
    parser.add_argument("--stored", type=int, default=20_000, help="mutated and imported")
    parser.add_argument("--guided", type=int, default=100_000, help="made by what they reach")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
