"""What an import says of each document, and the counts of the whole."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Outcome = Literal["created", "updated", "unchanged", "conflict", "rejected"]
OUTCOMES: tuple[Outcome, ...] = ("created", "updated", "unchanged", "conflict", "rejected")
REFUSED: frozenset[Outcome] = frozenset({"conflict", "rejected"})


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document.

    `reason` of a refused one begins with its code; `warnings` are the codes of the record's
    quality issues; `matched_by` tells how a known record was recognised.
    """

    document: str
    outcome: Outcome
    id: str | None = None
    reason: str | None = None
    warnings: tuple[str, ...] = ()
    matched_by: str | None = None


def count(results: Iterable[Result]) -> dict[str, int]:
    """How many documents had each outcome, every outcome named."""
    counts = Counter(result.outcome for result in results)
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def to_json(results: Iterable[Result], *, dry_run: bool) -> dict[str, Any]:
    """The report as one JSON object."""
    rows = list(results)
    return {
        "dry_run": dry_run,
        "counts": count(rows),
        "documents": [{**asdict(row), "warnings": list(row.warnings)} for row in rows],
    }
