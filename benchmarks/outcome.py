"""What one measurement was told and what it found, as results.json keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from benchmarks.wrk import Load

RATE, P50, P99 = "requests/s", "p50 ms", "p99 ms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How much is asked, and how long; the short form has the quick cases only."""

    records: int = 100_000
    connections: tuple[int, ...] = (1, 8, 64)
    rounds: int = 3
    seconds: int = 4
    is_short: bool = False


SHORT = Settings(records=4_000, connections=(8,), rounds=1, seconds=1, is_short=True)
"""Enough to notice a great loss, in less than twenty seconds. With fewer records the database has
too little to do: at 2,000 a list looked fast enough that was not at 10,000."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing aimed for, and what was measured: None where it could not be."""

    wording: str
    aimed: float
    measured: float | None
    at_most: bool = False
    case: str = ""

    @property
    def met(self) -> bool:
        if self.measured is None:
            return False
        return self.measured <= self.aimed if self.at_most else self.measured >= self.aimed


@dataclass(frozen=True, slots=True)
class Figure:
    """Which figure: of what case, of whom, and what is measured."""

    case: str
    contender: str
    metric: str

    @property
    def key(self) -> str:
        """Its name in results.json."""
        return f"{self.case} | {self.contender} | {self.metric}"


def loaded(case: str, contender: str, metric: str, connections: int) -> Figure:
    """A figure of a case of load."""
    return Figure(case, contender, f"{metric}, c={connections}")


@dataclass(slots=True, kw_only=True)
class Outcome:
    """Every run's figures by `Figure.key`; what failed by case; query plans by case and contender;
    profiles by case."""

    records: int
    settings: Mapping[str, object]
    at: str = ""
    machine: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    compared_rows: dict[str, int] = field(default_factory=dict)
    figures: dict[str, list[float]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    plans: dict[str, dict[str, list[list[str]]]] = field(default_factory=dict)
    profiles: dict[str, list[str]] = field(default_factory=dict)
    files_at: str = ""  # files may be measured anew alone

    def forget(self, *cases: str) -> None:
        """Takes out what was measured of these before."""
        self.figures = {
            key: runs for key, runs in self.figures.items() if key.partition(" | ")[0] not in cases
        }

    def add(self, figure: Figure, value: float) -> None:
        """One more run's."""
        self.figures.setdefault(figure.key, []).append(value)

    def add_load(self, case: str, contender: str, connections: int, load: Load) -> None:
        """One more run's, all that wrk tells."""
        found = {RATE: load.requests_per_second, P50: load.p50, P99: load.p99}
        for metric, value in found.items():
            self.add(loaded(case, contender, metric, connections), value)

    def value(self, figure: Figure) -> float | None:
        """The median of all runs; None where there is none."""
        runs = self.figures.get(figure.key)
        return median(runs) if runs else None

    def ratio(self, figure: Figure, than: Figure) -> float | None:
        """How many times the other figure it is; None where one is not known."""
        value, other = self.value(figure), self.value(than)
        return value / other if value is not None and other else None
