"""What a run of mutations met and found: plain values."""

from collections import Counter
from dataclasses import dataclass, field

from trials.fuzz.guiding import Guided
from trials.fuzz.sample import Kind
from trials.fuzz.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Settings:
    """How many documents are mutated and read, how many of them are stored too, and how many more
    are made by what code they reach."""

    inputs: int = 200_000
    stored: int = 20_000
    guided: int = 100_000
    seed: int = 0


@dataclass(slots=True)
class Tally:
    """Of some documents: how many of each kind and the processor's seconds for them, what came of
    them, the longest that one took, and every fault with the number of its document."""

    kinds: Counter[Kind] = field(default_factory=Counter)
    seconds: Counter[Kind] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)

    def note(self, kind: Kind, verdict: Verdict) -> None:
        """One more document."""
        self.kinds[kind] += 1
        self.seconds[kind] += verdict.seconds  # type: ignore[assignment]  # counts seconds too
        self.counts += verdict.counts
        self.longest = max(self.longest, verdict.seconds)

    def add(self, other: "Tally") -> None:
        """Those of another process."""
        self.kinds += other.kinds
        self.seconds += other.seconds
        self.counts += other.counts
        self.longest = max(self.longest, other.longest)
        self.faults += other.faults


@dataclass(slots=True)
class Outcome:
    """Of a whole run; `stored` are outcomes and places of the documents that were imported,
    `looks` how often all laws of their database were looked at."""

    settings: Settings
    read: Tally = field(default_factory=Tally)
    stored: Counter[str] = field(default_factory=Counter)
    looks: int = 0
    intake_faults: list[str] = field(default_factory=list)
    guided: Guided | None = None
    seconds: float = 0.0

    @property
    def faults(self) -> list[str]:
        """Every fault of the run."""
        guided = self.guided.faults if self.guided else []
        return [*self.read.faults, *self.intake_faults, *guided]
