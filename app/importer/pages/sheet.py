"""The lines of a document: as printed, as they read, and which of them are known words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from app.importer.pages.labels import LABELS
from app.importer.pages.plain import plain_lines
from app.importer.pages.words import keys_of


@dataclass(slots=True)
class Sheet:
    """Three views of the same lines, told apart once for every style that looks at them.

    `plain` has no blanks around a line; `keys` names the known word that a line is, else it is
    empty; `labels` are the indices of the lines that are a known label, in order, `colons` those
    of them that end with a colon, `bare` the others.
    """

    printed: Sequence[str]
    plain: Sequence[str]
    keys: Sequence[str]
    labels: Sequence[int]
    colons: frozenset[int]
    bare: frozenset[int]

    @classmethod
    def of(cls, printed: Sequence[str]) -> "Sheet":
        plain = plain_lines(printed)
        keys = keys_of(plain)
        words = compress(range(len(keys)), keys)
        labels = [index for index in words if keys[index] in LABELS]
        colons = frozenset([index for index in labels if plain[index][-1] == ":"])
        bare = colons.symmetric_difference(labels) if len(colons) < len(labels) else frozenset()
        return cls(printed, plain, keys, labels, colons, bare)

    def quote(self, index: int) -> str:
        """A line as printed, without blanks around it."""
        return self.printed[index].strip()
