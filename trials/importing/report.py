"""Writes the trial of the import down: its part of RESULTS.md, plain facts."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from trials.importing.outcome import Outcome
from trials.results import IMPORT, machine, spread, told_faults, versions, write_part


def write(outcome: Outcome, folder: Path, day: date) -> None:
    """Replaces the part of this trial in the folder's RESULTS.md."""
    lines = [*_head(outcome, day), "", *_totals(outcome), "", *_kills(outcome)]
    write_part(folder, IMPORT, [*lines, *told_faults(outcome.faults)])


def _head(outcome: Outcome, day: date) -> Iterator[str]:
    given = outcome.settings
    yield f"Written by `make crash` on {day}. The seed decides what is imported and where the kills"
    yield "fall; the machine decides what the import does just then."
    yield ""
    yield (
        f"- Command: `python -m trials.importing --pages {given.pages} --kills {given.kills}"
        f" --seed {given.seed}`."
    )
    yield machine()
    yield versions()
    yield (
        f"- `projektbank import --processes {given.processes}` of {outcome.files} files: pages,"
        " some of them known, some no projects; our CSV, ESF-rådet's CSV and an archive, of the"
        " same projects."
    )
    yield (
        "- Once undisturbed; then into another database, killed with SIGKILL at places spread over"
        " the whole import, each after a random delay and half of them aimed at a transaction, and"
        " begun again by the same command. By turns every process is killed, or only the one that"
        " stores: then the others must end."
    )
    yield (
        "- At the end both databases are compared row by row: records, past states, versions with"
        " provenance, changes and their order, organisations, spellings, documents, quarantine,"
        " refused rows; all but times and sequence numbers."
    )
    yield "- A kill ends processes, not the machine: this says nothing of a power failure."


def _totals(outcome: Outcome) -> Iterator[str]:
    kills = outcome.kills
    yield "| what | figure |"
    yield "| :-- | --: |"
    yield f"| files | {outcome.files} |"
    yield f"| seconds undisturbed; again, when all is known | {_seconds(outcome)} |"
    yield f"| kills | {len(kills)} |"
    yield f"| … inside a transaction | {sum(kill.is_storing for kill in kills)} |"
    yield f"| … with a list half taken in | {sum(kill.is_in_list for kill in kills)} |"
    yield f"| … of one process only | {sum(kill.whom == 'parent' for kill in kills)} |"
    if kills:
        lingered = spread([round(kill.lingered, 1) for kill in kills])
        yield f"| seconds until no process was left: least, median, most | {lingered} |"
    for table, count in outcome.rows.items():
        yield f"| rows of `{table}`, compared | {count} |"
    yield f"| **faults** | {len(outcome.faults)} |"


def _seconds(outcome: Outcome) -> str:
    return f"{outcome.undisturbed:.1f}; {outcome.again:.1f}"


def _kills(outcome: Outcome) -> Iterator[str]:
    yield "| kill | seconds after the start | documents | changes | refused | it was storing |"
    yield "| --: | --: | --: | --: | --: | :-- |"
    for kill in outcome.kills:
        stored = kill.stored
        doing = "yes" if kill.is_storing else ""
        doing += ", a list" if kill.is_in_list else ""
        yield (
            f"| {kill.number} | {kill.seconds:.2f} | {stored.documents} | {stored.changes} |"
            f" {stored.refused} | {doing.removeprefix(', ')} |"
        )
