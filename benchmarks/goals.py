"""What is aimed for, a row each, and whether it was met."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.cases import DEEP, FIRST, GROUPS, HELD, LIST, POST, RECORD, SEARCH
from benchmarks.contenders import (
    BARE,
    DATASETTE,
    DATASETTE_NEW,
    PRODUCT,
    ROAPI,
    TUTORIAL,
)
from benchmarks.outcome import P50, P99, RATE, Figure, Goal, Outcome, loaded
from benchmarks.startup import MEMORY, READY
from benchmarks.streams import ALONE, CSV, NDJSON
from benchmarks.writing import BESIDE, IDLE

MILLION = 1_000_000
_OURS = PRODUCT.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A figure, alone or as a multiple of another. `aimed` is what holds from so many records on;
    below the least of them, and where it is None, it is no goal."""

    case: str
    wording: str
    figure: Figure
    than: Figure | None = None
    aimed: tuple[tuple[int, float | None], ...]
    at_most: bool = False

    def goal(self, outcome: Outcome) -> Goal | None:
        """What came of it; None where it is none for so few records."""
        held = [value for least, value in self.aimed if outcome.records >= least]
        aimed = held[-1] if held else None
        if aimed is None:
            return None
        value = outcome.ratio(self.figure, self.than) if self.than else outcome.value(self.figure)
        return Goal(self.wording, aimed, value, self.at_most, self.case)


def _times(case: str, other: str, *aimed: tuple[int, float], connections: int = 8) -> Aim:
    """The product's requests as a multiple of another's."""
    return Aim(
        case=case,
        wording=f"requests of {other}, c={connections}",
        figure=loaded(case, _OURS, RATE, connections),
        than=loaded(case, other, RATE, connections),
        aimed=aimed,
    )


def _flow(case: str, metric: str, wording: str, aimed: float, *, at_most: bool = False) -> Aim:
    figure = Figure(case, _OURS, metric)
    return Aim(case=case, wording=wording, figure=figure, aimed=((0, aimed),), at_most=at_most)


def _rows(case: str, other: str, aimed: float) -> Aim:
    return Aim(
        case=case,
        wording=f"rows a second of {other}",
        figure=Figure(case, _OURS, "rows/s"),
        than=Figure(case, other, "rows/s"),
        aimed=((0, aimed),),
    )


AIMS = (
    _times(RECORD, DATASETTE.name, (0, 12)),
    _times(RECORD, BARE.name, (0, 0.5)),
    _times(LIST, DATASETTE.name, (0, 10)),
    _times(LIST, DATASETTE_NEW.name, (0, 10)),
    _times(LIST, TUTORIAL.name, (0, 8)),
    _times(LIST, BARE.name, (0, 0.8)),
    _times(SEARCH, DATASETTE.name, (0, 10), (MILLION, 15)),
    _times(SEARCH, DATASETTE_NEW.name, (0, 10), (MILLION, 15)),
    _times(GROUPS, ROAPI.name, (0, 8), (MILLION, 25)),
    Aim(
        case=GROUPS,
        wording="p50 in ms, c=1",
        figure=loaded(GROUPS, _OURS, P50, 1),
        aimed=((MILLION, 10),),
        at_most=True,
    ),
    _times(DEEP, DATASETTE.name, (0, 12)),
    _times(DEEP, DATASETTE_NEW.name, (0, 12)),
    Aim(
        case=DEEP,
        wording="p50 as a multiple of page 1's, c=8",
        figure=loaded(DEEP, _OURS, P50, 8),
        than=loaded(FIRST, _OURS, P50, 8),
        aimed=((0, 1.3),),
        at_most=True,
    ),
    _flow(NDJSON, "MB/s", "MB a second", 200),
    _rows(NDJSON, DATASETTE.name, 2),
    _flow(NDJSON, "first byte ms", "first byte in ms", 50, at_most=True),
    _flow(NDJSON, "MB grown", "MB of memory grown", 20, at_most=True),
    _rows(CSV, DATASETTE.name, 4),
    _flow(CSV, "first byte ms", "first byte in ms", 50, at_most=True),
    *(_flow(kind, "MB grown", "MB of memory grown", 20, at_most=True) for kind in (CSV, *ALONE)),
    Aim(
        case=HELD,
        wording="requests of the computed list, c=8",
        figure=loaded(HELD, _OURS, RATE, 8),
        than=loaded(LIST, _OURS, RATE, 8),
        aimed=((0, 10),),
    ),
    _times(POST, TUTORIAL.name, (0, 2), connections=1),
    _times(POST, TUTORIAL.name, (0, 2)),
    Aim(
        case=LIST,
        wording="p99 as a multiple of p50, c=64",
        figure=loaded(LIST, _OURS, P99, 64),
        than=loaded(LIST, _OURS, P50, 64),
        aimed=((0, 1.5),),
        at_most=True,
    ),
    Aim(
        case=BESIDE,
        wording="p99 as a multiple of the idle one, c=8",
        figure=loaded(BESIDE, _OURS, P99, 8),
        than=loaded(IDLE, _OURS, P99, 8),
        aimed=((0, 5),),
        at_most=True,
    ),
    Aim(
        case=MEMORY,
        wording="MB that the server holds after some questions of each kind",
        figure=Figure(MEMORY, _OURS, "MB"),
        aimed=((0, 80), (MILLION, 250)),
        at_most=True,
    ),
    Aim(
        case=READY,
        wording="seconds until it is ready",
        figure=Figure(READY, _OURS, "seconds"),
        aimed=((0, 1), (MILLION, None)),
        at_most=True,
    ),
)


def goals(outcome: Outcome) -> Iterator[Goal]:
    """Those of this number of records."""
    yield from (goal for aim in AIMS if (goal := aim.goal(outcome)) is not None)
