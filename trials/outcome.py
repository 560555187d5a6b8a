"""What a run of kills met and found: plain values."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """How much harm; `longest` is the most seconds that writers get between two kills."""

    kills: int = 50
    writers: int = 8
    seed: int = 0
    longest: float = 2.0


@dataclass(slots=True)
class Kill:
    """What one kill met, and what was there afterwards."""

    number: int
    seconds: float
    in_flight: int = 0
    there: int = 0  # of those in flight
    acknowledged: int = 0
    found: int = 0
    refused: int = 0
    retried: int = 0
    restart_seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """Acknowledged writes of which something is missing or wrong."""
        return self.acknowledged - self.found

    def __str__(self) -> str:
        return (
            f"kill {self.number:3} after {self.seconds:.2f} s:"
            f" in flight {self.in_flight} ({self.there} whole, {self.in_flight - self.there} not"
            f" at all), acknowledged {self.acknowledged}, found {self.found}, lost {self.lost},"
            f" refused {self.refused}, retried {self.retried},"
            f" back in {self.restart_seconds:.1f} s, faults {len(self.faults)}"
        )


@dataclass(slots=True)
class Outcome:
    """Of a whole run: kinds of writes in flight and whether they were there, kinds with the status
    that answered them, and the faults found in the look at everything that comes last."""

    settings: Settings
    kills: list[Kill] = field(default_factory=list)
    in_flight: Counter[tuple[str, bool]] = field(default_factory=Counter)
    answered: Counter[tuple[str, int]] = field(default_factory=Counter)
    last_faults: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Every fault of the run."""
        return [*(one for kill in self.kills for one in kill.faults), *self.last_faults]
