"""What a run found: medians, how the product compares, and whether that is what was aimed for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.plans import Plans
from benchmarks.wrk import Load


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How much is asked, and how long."""

    records: int = 10_000
    connections: tuple[int, ...] = (1, 8, 64)
    rounds: int = 3
    seconds: int = 4
    warm_up: bool = True


SHORT = Settings(records=4_000, connections=(8,), seconds=1, warm_up=False)
"""Enough to notice a great loss, in less than twenty seconds. With fewer records the database has
too little to do: at 2,000 a list looked fast enough that was not at 10,000."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing aimed for, and what was measured."""

    wording: str
    aimed: float
    measured: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        return self.measured <= self.aimed if self.at_most else self.measured >= self.aimed


@dataclass(slots=True)
class Outcome:
    """Every run by contender and number of connections."""

    settings: Settings
    compared_rows: int
    questions: Sequence[str]
    plans: Plans
    bytes: Mapping[str, int]
    loads: dict[tuple[str, int], list[Load]] = field(default_factory=dict)

    def add(self, name: str, connections: int, load: Load) -> None:
        """One more run."""
        self.loads.setdefault((name, connections), []).append(load)

    def middle(self, name: str, connections: int) -> Load:
        """The medians of a contender's runs."""
        runs = self.loads[name, connections]
        return Load(
            median(run.requests_per_second for run in runs),
            median(run.p50 for run in runs),
            median(run.p99 for run in runs),
        )

    def ratio(self, other: str, connections: int) -> float:
        """How many times the other's requests the product answers."""
        product = self.middle("product", connections).requests_per_second
        return product / self.middle(other, connections).requests_per_second

    def goals(self) -> Iterator[Goal]:
        """Those that this run can tell something of."""
        for count in self.settings.connections:
            wording = f"times the requests of the tutorial way, {count} connections"
            yield Goal(wording, 5, self.ratio("tutorial", count))
        if 8 in self.settings.connections:
            yield Goal("of the requests of bare, 8 connections", 0.8, self.ratio("bare", 8))
        if 64 in self.settings.connections:
            load = self.middle("product", 64)
            wording = "p99 as a multiple of p50, product, 64 connections"
            yield Goal(wording, 1.5, load.p99 / load.p50, at_most=True)
