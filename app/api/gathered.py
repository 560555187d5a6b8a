"""Records found for figures, and all that is read of the database for them: what is left to work
out takes nothing but memory, in whichever thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.database import Reader
from app.mirror.aggregates import Figures, aggregate
from app.mirror.columns import Hits
from app.mirror.effort import is_long, owners_of
from app.query.aggregation.question import Aggregation
from app.store.reads import organisation_names


@dataclass(frozen=True, slots=True)
class Gathered:
    """The records of a question on a day, with the names of their owners where it tells them."""

    asked: Aggregation
    day: date
    hits: Hits
    names: Mapping[str, str]

    @classmethod
    def of(cls, reader: Reader, asked: Aggregation, day: date, hits: Hits) -> "Gathered":
        """What is read before any figure is worked out."""
        return cls(asked, day, hits, organisation_names(reader, owners_of(hits, asked)))

    @property
    def is_long(self) -> bool:
        """Whether there is much to work out."""
        return is_long(self.hits, self.asked)

    def figures(self) -> Figures:
        """The figures of each group."""
        return aggregate(self.hits, self.day, self.asked, self.names)
