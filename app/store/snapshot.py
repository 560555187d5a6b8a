"""One consistent view of the data, and what a question's parser may ask of it."""

from collections.abc import Container, Mapping
from functools import partial
from typing import NamedTuple

from app.database import Reader
from app.domain.quality import RULES
from app.query.lookups import Lookups
from app.store.reads import DatasetState, is_code_in_use, was_code_in_use

_ISSUES: Mapping[str, frozenset[str]] = {"quality_issues": frozenset(RULES)}


class Snapshot(NamedTuple):
    """One consistent view of the data for one request."""

    reader: Reader
    dataset: DatasetState

    @property
    def lookups(self) -> Lookups:
        """What the parser may ask of the data."""
        return Lookups(partial(is_code_in_use, self.reader), _ISSUES)

    @property
    def lookups_of_all_time(self) -> Lookups:
        """The same for questions about earlier versions of the records too."""
        return Lookups(partial(was_code_in_use, self.reader), _ISSUES)

    def lookups_for(self, names: Container[str]) -> Lookups:
        """What the parser of a question with these controls may ask: of all time where one of them
        is a moment."""
        return self.lookups_of_all_time if "as_of" in names else self.lookups
