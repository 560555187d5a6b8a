"""Writes a run of mutations down: its part of RESULTS.md, plain facts."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from trials.fuzz.guiding import MOST_SIZE
from trials.fuzz.outcome import Outcome
from trials.fuzz.reading import MOST_SECONDS
from trials.fuzz.run import BETWEEN_LOOKS
from trials.results import MUTATIONS, machine, told_faults, versions, write_part


def write(outcome: Outcome, folder: Path, day: date) -> None:
    """Replaces the part of this trial in the folder's RESULTS.md."""
    lines = [*_head(outcome, day), "", *_totals(outcome), "", *_read(outcome), "", *_ends(outcome)]
    write_part(folder, MUTATIONS, [*lines, "", *_stored(outcome), *told_faults(outcome.faults)])


def _head(outcome: Outcome, day: date) -> Iterator[str]:
    given = outcome.settings
    yield f"Written by `make fuzz` on {day}. The seed decides which documents are made."
    yield ""
    yield (
        f"- Command: `python -m trials.fuzz --inputs {given.inputs} --stored {given.stored}"
        f" --guided {given.guided} --seed {given.seed}`."
    )
    yield machine()
    yield versions(*(("atheris",) if outcome.guided else ()))
    yield (
        "- Sound pages of every layout, the same as web pages in every form, as lists of every"
        " form with and without a mapping file, and archives of all these; lines, tags, cells,"
        " letters, figures, members or bytes of them cut, doubled, swapped, replaced or moved,"
        " in several encodings."
    )
    yield (
        "- Each must be read or refused with a documented code, within"
        f" {MOST_SECONDS:g} s of a processor; each value bears its label, and its raw text stands"
        " verbatim on its line or in a cell of its row."
    )
    yield (
        "- Others are imported into one database: each must be a record, a list or in quarantine,"
        f" each row told of; every {BETWEEN_LOOKS} documents, and at the end, all laws of the"
        " database are looked at."
    )
    if outcome.guided is None:
        yield "- No documents were made by what code they reach: atheris is not installed here."
    else:
        yield (
            f"- Guided: atheris makes documents of at most {MOST_SIZE} bytes out of those that"
            " reached code which none had reached before."
        )


def _totals(outcome: Outcome) -> Iterator[str]:
    guided = outcome.guided
    imported = sum(outcome.stored[name] for name in _OUTCOMES)
    yield "| what | figure |"
    yield "| :-- | --: |"
    yield f"| mutated and read | {outcome.read.kinds.total()} |"
    yield f"| mutated and imported, members of archives counted | {imported} |"
    yield f"| guided by coverage | {guided.runs if guided else 0} |"
    if guided:
        reached = f"{guided.reached}; {guided.ways}"
        yield f"| … branches; ways through the code that they reached | {reached} |"
    yield f"| looks at all laws of the database | {outcome.looks} |"
    yield f"| longest that one took, s of a processor | {outcome.read.longest:.2f} |"
    yield f"| minutes | {outcome.seconds / 60:.1f} |"
    yield f"| **faults** | {len(outcome.faults)} |"


def _read(outcome: Outcome) -> Iterator[str]:
    tally = outcome.read
    yield "| mutated and read | documents | ms of a processor each |"
    yield "| :-- | --: | --: |"
    for kind, count in tally.kinds.most_common():
        yield f"| {kind} | {count} | {1000 * tally.seconds[kind] / count:.2f} |"


def _ends(outcome: Outcome) -> Iterator[str]:
    yield "| what came of them | times |"
    yield "| :-- | --: |"
    for what, count in outcome.read.counts.most_common():
        yield f"| {what} | {count} |"


def _stored(outcome: Outcome) -> Iterator[str]:
    yield "| of those imported | times |"
    yield "| :-- | --: |"
    for what, count in sorted(outcome.stored.items(), key=lambda one: (" " in one[0], one[0])):
        yield f"| {what} | {count} |"


_OUTCOMES = ("created", "updated", "unchanged", "conflict", "rejected")
