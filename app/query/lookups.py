"""What only the caller knows: code lists kept elsewhere, and codes that the data holds.

The parser itself asks no database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.vocabulary import CODES, values


def _never(_field: str, _code: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Lookups:
    """`is_code_in_use(field, code)` is asked only for a code that no list knows, of an open list;
    `codes` holds the lists that the vocabulary lacks, such as `quality_issues`."""

    is_code_in_use: Callable[[str, str], bool] = _never
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def list_of(self, name: str) -> frozenset[str]:
        """Every code of a list."""
        return values(name) if name in CODES else self.codes.get(name, frozenset())


NO_LOOKUPS = Lookups()
