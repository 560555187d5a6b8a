"""What became of one document that was thrown at the importer."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Verdict:
    """What was read (`page`, `row`) or refused (`refused: CODE`, `row refused: CODE`), how often;
    and what must not be."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    """Of a processor."""
