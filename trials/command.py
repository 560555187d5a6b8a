"""What the programs of the trials share: their folder, what they say, and how they end."""

import argparse
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent


def tell(line: str) -> None:
    """Says a line to whoever runs the trial."""
    print(line, file=sys.stderr, flush=True)


def make_parser(name: str, description: str | None) -> argparse.ArgumentParser:
    """The options that every trial takes."""
    parser = argparse.ArgumentParser(prog=name, description=description)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--output", type=Path, default=HERE, help="folder for RESULTS.md")
    return parser


def conclude(faults: Sequence[str], folder: Path, kept: str) -> int:
    """The exit code: 0 without faults, and then the folder goes; else `kept` is in it."""
    if faults:
        tell(f"{len(faults)} faults; {kept} in {folder}")
        return 1
    shutil.rmtree(folder)
    tell("no faults")
    return 0
