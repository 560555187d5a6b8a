"""Runs the mutations that are guided by coverage, in a process of their own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tools.server import ROOT
from trials.fuzz import corpus

MOST_SIZE = 8_000
"""Bytes of a document that is made here; small ones reach as much code, and more of them do."""
_RUNS = re.compile(r"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)
_REACHED = re.compile(r"cov: (\d+) ft: (\d+)")
_BROKEN = re.compile(r"LawBroken: (.*)")
_MOST_BREAKS = 5


@dataclass(slots=True)
class Guided:
    """What they did: how many documents, and how many branches and ways through the code these
    reached. Without atheris there are none."""

    runs: int = 0
    reached: int = 0
    ways: int = 0
    faults: list[str] = field(default_factory=list)


def is_available() -> bool:
    """Whether atheris is installed; it is there for Linux on x86-64."""
    return find_spec("atheris") is not None


def run_guided(runs: int, seed: int, folder: Path) -> Guided:
    """So many documents; begun again behind each that breaks a law."""
    guided = Guided()
    known, broken = folder / "corpus", folder / "broken"
    for one in (known, broken):
        one.mkdir()
    for place, content in enumerate(_beginnings()):
        (known / f"{place:04}").write_bytes(content)
    while guided.runs < runs and len(guided.faults) < _MOST_BREAKS:
        before = guided.runs
        _run(runs - before, seed + before, folder, guided)
        if guided.runs == before:
            break
    return guided


def _run(runs: int, seed: int, folder: Path, guided: Guided) -> None:
    options = (
        f"-runs={runs}",
        f"-seed={seed % 2**31 + 1}",
        f"-max_len={MOST_SIZE}",
        f"-artifact_prefix={folder / 'broken'}/",
        "-timeout=60",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    )
    done = subprocess.run(
        (sys.executable, "-m", "trials.fuzz.guided", *options, str(folder / "corpus")),
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    told = done.stdout + done.stderr
    executed, reached = _RUNS.search(told), _REACHED.findall(told)
    guided.runs += int(executed[1]) if executed else 0
    if reached:
        guided.reached, guided.ways = map(int, reached[-1])
    if done.returncode:
        broken = _BROKEN.search(told)
        detail = broken[1] if broken else told.strip()[-500:]
        guided.faults.append(f"guided: {detail}; the document is in {folder / 'broken'}")


def _beginnings() -> Iterator[bytes]:
    """Sound documents, of which the others are made."""
    yield from (text.encode("utf-8", "replace") for text in corpus.texts())
    yield from (text.encode() for text in corpus.web_pages()[::7])
    for rows in corpus.tables():
        yield corpus.to_csv(rows[:3], ";").encode()
        yield corpus.to_lines(rows[:2]).encode()
        yield corpus.to_array(rows[:2]).encode()
    mapping, rows = corpus.mapped()
    yield f"#mapping\n{mapping}\n#list\n{corpus.to_csv(rows, ';')}".encode()
