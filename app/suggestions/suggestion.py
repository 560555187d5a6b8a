"""One thing that may be meant."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.query.narrowing import Narrowed


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A project, an owner or a code; `behind` is what to ask of which fields to find its projects,
    and `count` tells how many there are (None for a project)."""

    kind: str
    value: str
    label: str
    behind: Mapping[str, Narrowed]
    label_en: str | None = None
    count: int | None = None
