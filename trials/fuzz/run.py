"""The whole run: documents read in other processes, documents stored here, guided ones beside."""

import hashlib
import multiprocessing
import os
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from pathlib import Path

from trials.fuzz.guiding import is_available, run_guided
from trials.fuzz.intake import Intake
from trials.fuzz.making import make_samples
from trials.fuzz.outcome import Outcome, Settings, Tally
from trials.fuzz.reading import judge_sample
from trials.fuzz.sample import Sample

_CHUNK = 2_000
"""Documents that a process gets at once."""
BETWEEN_LOOKS = 5_000
"""Documents that are stored between two looks at the laws of the database."""
_MOST_FAULTS = 20
"""Faults of one chunk that are told."""

Tell = Callable[[str], None]


def run(settings: Settings, folder: Path, tell: Tell) -> Outcome:
    """Everything; documents that broke a law are left in the folder."""
    outcome, began = Outcome(settings), time.monotonic()
    context = multiprocessing.get_context("spawn")
    workers = max(1, (os.cpu_count() or 1) - 1)
    with ProcessPoolExecutor(workers, context) as pool, ThreadPoolExecutor(1) as thread:
        chunks = [pool.submit(_read_chunk, *chunk, folder) for chunk in _chunks(settings)]
        guided = None
        if settings.guided and is_available():
            guided = thread.submit(run_guided, settings.guided, settings.seed, folder)
        _store(settings, folder, outcome, tell)
        _collect(chunks, outcome, tell)
        outcome.guided = guided.result() if guided else None
    outcome.seconds = time.monotonic() - began
    return outcome


def _chunks(settings: Settings) -> Iterator[tuple[int, int]]:
    """How many documents, and the seed that makes them."""
    for place, first in enumerate(range(0, settings.inputs, _CHUNK)):
        yield min(_CHUNK, settings.inputs - first), _seed(settings, place)


def _seed(settings: Settings, place: int) -> int:
    return settings.seed * 1_000_003 + place


def _read_chunk(count: int, seed: int, folder: Path) -> Tally:
    tally = Tally()
    for place, sample in enumerate(_quietly(make_samples(count, seed))):
        verdict = judge_sample(sample)
        tally.note(sample.kind, verdict)
        if verdict.faults and len(tally.faults) < _MOST_FAULTS:
            kept = _keep(sample, folder)
            tally.faults += [f"{kept}, {place} of seed {seed}: {one}" for one in verdict.faults]
    return tally


def _quietly(samples: Iterator[Sample]) -> Iterator[Sample]:
    """Without what the makers of archives warn of: twins of a name are meant."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield from samples


def _keep(sample: Sample, folder: Path) -> str:
    """Leaves a document that broke a law, and its mapping file."""
    name = f"{hashlib.sha256(sample.content).hexdigest()[:8]}-{sample.name}"
    (folder / name).write_bytes(sample.content)
    if sample.mapping is not None:
        (folder / f"{name}.toml").write_text(sample.mapping, "utf-8", "surrogatepass")
    return name


def _store(settings: Settings, folder: Path, outcome: Outcome, tell: Tell) -> None:
    intake = Intake(folder / "projektbank.db")
    for place, first in enumerate(range(0, settings.stored, BETWEEN_LOOKS)):
        count = min(BETWEEN_LOOKS, settings.stored - first)
        samples = _quietly(make_samples(count, _seed(settings, -1 - place)))
        faults = [*intake.take_in(samples), *intake.broken()]
        outcome.intake_faults += faults[:_MOST_FAULTS]
        outcome.looks += 1
        tell(f"stored {first + count}, faults {len(faults)}")
    outcome.stored = intake.counts
    intake.close()


def _collect(chunks: list[Future[Tally]], outcome: Outcome, tell: Tell) -> None:
    for chunk in as_completed(chunks):
        outcome.read.add(chunk.result())
        if outcome.read.kinds.total() % (10 * _CHUNK) == 0:
            tell(f"read {outcome.read.kinds.total()}, faults {len(outcome.read.faults)}")
