"""What one import is told, and what it tells: values that cross from process to process as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PRODUCT, TUTORIAL, TOOL = "product", "tutorial", "sqlite-utils"
TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An import to be done in a process of its own: the product's, or another way to store.

    Each of the `expected` pages or rows must have the same outcome. With one process, everything is
    kept on one core.
    """

    source: str
    database: str
    expected: int
    way: str = PRODUCT
    outcome: str = "created"
    processes: int = 1
    profiled: bool = False


@dataclass(slots=True, kw_only=True)
class Run:
    """What was measured; times in seconds, memory in bytes.

    `marks` tell when each tenth was stored. `anonymous` is the most that the storing process held,
    `began` what it held before. `counts` are outcomes; `profile` names functions with their time.
    `pace` is what an addition took in Python just before and after, in nanoseconds: how quick the
    machine was then.
    """

    seconds: float
    cpu_seconds: float
    counts: Mapping[str, int]
    marks: list[float] = field(default_factory=list)
    began: int = 0
    anonymous: int = 0
    profile: list[str] = field(default_factory=list)
    size: int = 0
    pace: float = 0

    @property
    def total(self) -> int:
        """Pages or rows that were taken in."""
        return sum(self.counts.values())

    @property
    def rate(self) -> float:
        """Pages or rows a second."""
        return self.total / self.seconds

    @property
    def tenths(self) -> list[float]:
        """Pages or rows a second of each tenth."""
        starts = [0.0, *self.marks[:-1]]
        share = self.total / TENTHS
        return [share / (end - start) for start, end in zip(starts, self.marks, strict=True)]


class ImportFailed(Exception):
    """An import that ended otherwise than it must: its figures are worth nothing."""


def size_of(database: Path) -> int:
    """Bytes of a database with its log."""
    files = (database, database.with_name(f"{database.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
