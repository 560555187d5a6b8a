"""What an import says of each document, and the counts of the whole."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypedDict

from app.domain.fields import BY_NAME
from app.domain.representation import Json, to_json
from app.store.projects import Changes

Outcome = Literal["created", "updated", "unchanged", "conflict", "rejected"]
OUTCOMES: tuple[Outcome, ...] = ("created", "updated", "unchanged", "conflict", "rejected")
REFUSED: frozenset[Outcome] = frozenset({"conflict", "rejected"})

# "from" is a word of the language.
Change = TypedDict("Change", {"from": Json, "to": Json})


@dataclass(frozen=True, slots=True)
class RowRejected:
    """A row of a list that was not taken in, and why; `cells` is heading → text."""

    document: str
    row: int
    code: str
    detail: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowChanged:
    """A row of a list in a dry run: what it would become, and field by field what it changes."""

    row: int
    outcome: Outcome
    id: str | None
    changes: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class Rows:
    """What became of the rows of a list; `rejects` names the first that were not taken in as they
    stand, `changed` the first of a dry run that change something."""

    counts: Mapping[str, int]
    rejects: tuple[RowRejected, ...] = ()
    changed: tuple[RowChanged, ...] = ()

    @property
    def refused(self) -> int:
        """How many rows were not taken in."""
        return sum(self.counts.get(outcome, 0) for outcome in REFUSED)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document.

    `reason` of a refused one begins with its code; `warnings` are the codes of the record's
    quality issues; `matched_by` tells how a known record was recognised. `older` as a reason names
    fields of which a newer document is known. `changes` is filled in
    by a dry run, `rows` for a list.
    """

    document: str
    outcome: Outcome
    id: str | None = None
    reason: str | None = None
    warnings: tuple[str, ...] = ()
    matched_by: str | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    rows: Rows | None = None


def _silent(*_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told, of what is stored: how many documents are done (of how many, where that is
    known), each refused row of a list, and the id of each record that a document or row states."""

    progress: Callable[[int, int | None], None] = _silent
    refused: Callable[[RowRejected], None] = _silent
    seen: Callable[[str], None] = _silent

    @property
    def asks_ids(self) -> bool:
        """Whether somebody wants the id of every record, of a list that is known already too."""
        return self.seen is not _silent


NOBODY = Listener()


def count(results: Iterable[Result]) -> dict[str, int]:
    """How many documents had each outcome, every outcome named."""
    counts = Counter(result.outcome for result in results)
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def changes_to_json(changes: Changes) -> dict[str, Change]:
    """What changed, field by field, as answers write values."""
    return {
        name: {"from": to_json(BY_NAME[name], before), "to": to_json(BY_NAME[name], after)}
        for name, (before, after) in changes.items()
        if before != after
    }


def result_to_json(result: Result) -> dict[str, Any]:
    """A row of the report: always the same keys, `changes` and `rows` where there are any."""
    row = asdict(result) | {"warnings": list(result.warnings)}
    if not result.changes:
        del row["changes"]
    if result.rows is None:
        del row["rows"]
    else:
        row["rows"] = {**result.rows.counts}
        row["rejects"] = [_reject_to_json(one) for one in result.rows.rejects]
        if result.rows.changed:
            row["changed"] = [asdict(one) for one in result.rows.changed]
    return row


def _reject_to_json(rejected: RowRejected) -> dict[str, Any]:
    return {"row": rejected.row, "code": rejected.code, "detail": rejected.detail}
