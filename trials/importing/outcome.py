"""What an import that was killed time and again met and left: plain values."""

from dataclasses import dataclass, field
from typing import Literal

Whom = Literal["all", "parent"]
"""Who is killed: every process of the import, or the one that stores; then the others must end."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is imported, and how often it is killed meanwhile."""

    pages: int = 10_000
    kills: int = 50
    processes: int = 2
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """How far an import has come: rows of the tables."""

    documents: int = 0
    changes: int = 0
    refused: int = 0


@dataclass(slots=True)
class Kill:
    """One kill: how far the import had come, and what it did just then."""

    number: int
    whom: Whom
    seconds: float
    stored: Stored
    is_storing: bool
    """Whether it was inside a transaction."""
    is_in_list: bool
    """Whether a list was half taken in."""
    lingered: float = 0.0
    """Seconds until no process of it was left."""
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        where = "inside a transaction" if self.is_storing else "between transactions"
        return (
            f"kill {self.number:3} ({self.whom}) after {self.seconds:.2f} s, {where}"
            f"{', a list half taken in' if self.is_in_list else ''}:"
            f" {self.stored.documents} documents, {self.stored.changes} changes,"
            f" {self.stored.refused} refused, gone in {self.lingered:.1f} s,"
            f" faults {len(self.faults)}"
        )


@dataclass(slots=True)
class Outcome:
    """Of the whole trial; `undisturbed` and `again` are seconds that an import of everything took,
    into an empty database and into one that knows it all."""

    settings: Settings
    files: int = 0
    undisturbed: float = 0.0
    again: float = 0.0
    stored: Stored = field(default_factory=Stored)
    rows: dict[str, int] = field(default_factory=dict)
    """Table → rows that were compared."""
    kills: list[Kill] = field(default_factory=list)
    last_faults: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Every fault of the trial."""
        return [*(one for kill in self.kills for one in kill.faults), *self.last_faults]
