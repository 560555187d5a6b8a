"""One measurement from beginning to end: fill, start, hold answers against each other, time.

Everything happens on this machine, in a temporary folder, with servers that end with it.
"""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from app.domain.record import today
from benchmarks import load, plans, wrk
from benchmarks.equality import require_equal
from benchmarks.outcome import Outcome, Settings
from benchmarks.peers import fill
from benchmarks.questions import compared, timed
from benchmarks.servers import CONTENDERS, PRODUCT, ask, started
from benchmarks.synthetic import make_readings

Say = Callable[[str], None]


def measure(settings: Settings, say: Say) -> Outcome:
    """The figures; raises `AnswersDiffer` before anything is timed, `LoadFailed` when one fails."""
    with tempfile.TemporaryDirectory() as folder:
        product, peers, paths = (Path(folder, name) for name in ("product.db", "peers.db", "paths"))
        say(f"Filling with {settings.records} made-up records")
        load.fill(product, make_readings(settings.records))
        fill.fill(product, peers, today())
        wrk.write_paths(paths, timed())
        say("Starting the servers")
        files = {one: product if one is PRODUCT else peers for one in CONTENDERS}
        with started(files) as bases:
            outcome = _compared(settings, bases, product, peers)
            say(f"Same answers from all: {outcome.compared_rows} rows. Timing")
            _time(outcome, bases, paths, say)
    return outcome


def _compared(settings: Settings, bases: Mapping[str, str], product: Path, peers: Path) -> Outcome:
    """What is known before anything is timed."""
    example = timed()[len(timed()) // 2]
    return Outcome(
        settings=settings,
        compared_rows=require_equal(bases, compared()),
        questions=timed(),
        plans=plans.explain(example, product, peers),
        bytes={name: len(ask(base, example)) for name, base in bases.items()},
    )


def _time(outcome: Outcome, bases: Mapping[str, str], paths: Path, say: Say) -> None:
    """Rounds in turn, so that a busy moment of the machine falls on all."""
    settings = outcome.settings
    if settings.warm_up:
        for base in bases.values():
            wrk.run(base, paths, 8, 1)
    for number in range(1, settings.rounds + 1):
        for connections in settings.connections:
            for name, base in bases.items():
                found = wrk.run(base, paths, connections, settings.seconds)
                outcome.add(name, connections, found)
                say(
                    f"  round {number}, {connections:2} connections, {name:8} "
                    f"{found.requests_per_second:7.0f} a second"
                )
