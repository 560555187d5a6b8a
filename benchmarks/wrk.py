"""One run of wrk against one server: requests a second and waiting times."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.questions import PATH

MISSING = "wrk is missing: install it with `apt-get install wrk` (Debian) or `brew install wrk`."
_SCRIPT = Path(__file__).with_name("cycle.lua")


class LoadFailed(Exception):
    """A run that is worth nothing: errors, or no answers at all."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run measured; times in milliseconds."""

    requests_per_second: float
    p50: float
    p99: float


def is_installed() -> bool:
    """Whether there is anything to make load with."""
    return shutil.which("wrk") is not None


def write_paths(path: Path, questions: Iterable[str]) -> None:
    """The file that every run reads its questions from."""
    path.write_text("".join(f"{PATH}?{question}\n" for question in questions), encoding="utf-8")


def run(base: str, paths: Path, connections: int, seconds: int) -> Load:
    """Asks as fast as answers come, on so many connections."""
    amount = ("-t1", f"-c{connections}", f"-d{seconds}s", "--timeout=30s")
    done = subprocess.run(
        ("wrk", *amount, "-s", str(_SCRIPT), base, "--", str(paths)),
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + 30,
    )
    if done.returncode:
        raise LoadFailed(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    measured: dict[str, int] = json.loads(done.stdout.strip().splitlines()[-1])
    if measured["failed"] or not measured["requests"]:
        failed, requests = measured["failed"], measured["requests"]
        raise LoadFailed(f"{failed} of {requests} requests failed at {base}")
    return Load(
        measured["requests"] / (measured["microseconds"] / 1_000_000),
        measured["p50"] / 1_000,
        measured["p99"] / 1_000,
    )
