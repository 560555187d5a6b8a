"""Writes a run of kills down: its part of RESULTS.md, plain facts."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from trials.choice import NUMBERS
from trials.outcome import Outcome
from trials.results import SERVICE, machine, spread, told_faults, versions, write_part
from trials.server import WORKERS


def write(outcome: Outcome, folder: Path, day: date) -> None:
    """Replaces the part of this trial in the folder's RESULTS.md."""
    lines = [*_head(outcome, day), "", *_totals(outcome), "", *_kinds(outcome)]
    write_part(folder, SERVICE, [*lines, *told_faults(outcome.faults)])


def _head(outcome: Outcome, day: date) -> Iterator[str]:
    given = outcome.settings
    yield f"Written by `make crash` on {day}. The seed decides what is written and when the kill"
    yield "comes; the machine decides how far the writers have come by then."
    yield ""
    yield f"- Command: `python -m trials --kills {given.kills} --seed {given.seed}`."
    yield machine()
    yield versions("uvicorn", "sqlmodel")
    yield (
        f"- `projektbank serve --workers {WORKERS}` on one database file; {given.writers} writers"
        f" over HTTP on {len(NUMBERS)} shared records; half of the writes bear an"
        " `Idempotency-Key`."
    )
    yield (
        f"- Each kill: 0.2 to {given.longest:g} s of writing, SIGKILL for the whole process group"
        " with a write under way, a new start, then the laws of `trials/laws.py`, those of"
        " `projektbank check --integrity`, every write held against its answer and values, and"
        " unanswered ones sent again."
    )
    yield "- After the last kill every write of the run was looked at once more."
    yield "- A kill ends processes, not the machine: this says nothing of a power failure."


def _totals(outcome: Outcome) -> Iterator[str]:
    kills = outcome.kills
    met = sum(kill.in_flight > 0 for kill in kills)
    yield "## Totals"
    yield ""
    yield "| what | all | a kill: least, median, most |"
    yield "| :-- | --: | :-- |"
    yield f"| kills | {len(kills)} | |"
    yield f"| kills that met a write in flight | {met} | |"
    yield _row("in flight", [kill.in_flight for kill in kills])
    yield _row("… wholly there afterwards", [kill.there for kill in kills])
    yield _row("… not there at all", [kill.in_flight - kill.there for kill in kills])
    yield _row("… sent again with their `Idempotency-Key`", [kill.retried for kill in kills])
    yield _row("acknowledged", [kill.acknowledged for kill in kills])
    yield _row("… found as acknowledged", [kill.found for kill in kills])
    yield _row("… **lost**", [kill.lost for kill in kills])
    yield _row("refused (404, 409, 412, 422)", [kill.refused for kill in kills])
    ready = spread([round(kill.restart_seconds, 1) for kill in kills])
    yield f"| seconds to be ready again | | {ready} |"
    yield f"| **faults** | {len(outcome.faults)} | |"


def _row(name: str, figures: Sequence[int]) -> str:
    return f"| {name} | {sum(figures)} | {spread(figures)} |"


def _kinds(outcome: Outcome) -> Iterator[str]:
    kinds = sorted({kind for kind, _ in (*outcome.answered, *outcome.in_flight)})
    yield "| write | acknowledged | refused | in flight, there | in flight, not there |"
    yield "| :-- | --: | --: | --: | --: |"
    for name in kinds:
        counts = [
            sum(n for (one, status), n in outcome.answered.items() if one == name and status < 300),
            sum(
                n for (one, status), n in outcome.answered.items() if one == name and status >= 300
            ),
            outcome.in_flight[name, True],
            outcome.in_flight[name, False],
        ]
        yield f"| {name} | {' | '.join(map(str, counts))} |"
