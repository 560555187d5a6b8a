"""One run of wrk against one server: requests a second and waiting times."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.asks import Request

MISSING = "wrk is missing: install it with `apt-get install wrk` (Debian) or `brew install wrk`."
_SCRIPT = Path(__file__).with_name("cycle.lua")
_FEWEST = 20
"""Answers that a figure needs; a slow contender gets more time for them."""
_LONG_SECONDS = 20
_numbers = count(1_000_000, 1_000_000)
"""What the numbers in new records count from: another in each run."""


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


def write_requests(path: Path, requests: Iterable[Request]) -> None:
    """The file that runs read their requests from, as cycle.lua reads it."""
    path.write_text("".join(map(_line, requests)), encoding="utf-8")


def run(base: str, requests: Path, connections: int, seconds: int) -> Load:
    """Asks as fast as answers come, on so many connections."""
    measured = _run(base, requests, connections, seconds)
    if measured["requests"] < _FEWEST and seconds < _LONG_SECONDS:
        measured = _run(base, requests, connections, _LONG_SECONDS)
    if measured["failed"] or not measured["requests"]:
        failed, answered = measured["failed"], measured["requests"]
        raise LoadFailed(f"{failed} of {answered} requests failed")
    return Load(
        measured["requests"] / (measured["microseconds"] / 1_000_000),
        measured["p50"] / 1_000,
        measured["p99"] / 1_000,
    )


def _run(base: str, requests: Path, connections: int, seconds: int) -> dict[str, int]:
    amount = ("-t1", f"-c{connections}", f"-d{seconds}s", "--timeout=60s")
    done = subprocess.run(
        ("wrk", *amount, "-s", str(_SCRIPT), base, "--", str(requests), str(next(_numbers))),
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + 90,
    )
    if done.returncode:
        raise LoadFailed(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    measured: dict[str, int] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def _line(request: Request) -> str:
    headers = (f"{name}: {value}" for name, value in request.headers)
    return "\t".join((request.method, request.path, request.body, *headers)) + "\n"
