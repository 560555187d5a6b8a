"""Where something was taken out, or stands still."""

from dataclasses import dataclass
from typing import Literal

Where = Literal[
    "record",
    "past state",
    "provenance",
    "document",
    "organisation",
    "quarantine",
    "report",
    "reason",
    "answer",
    "snapshot",
    "left",
]


@dataclass(frozen=True, slots=True)
class Place:
    """One place: of what kind, which row, and what of it. It never tells what stood there.

    `left` is a text that holds what was sought and is not touched.
    """

    where: Where
    name: str
    what: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether something was taken out there."""
        return self.where != "left"

    def __str__(self) -> str:
        return "  ".join(filter(None, (f"{self.where:10}", self.name, self.what)))
