"""How one saved page writes its labels: worked out from those that are known."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from app.importer.pages.html.runs import BLOCK, ENOUGH, Run

LONGEST_VALUE = 200
"""Signs of a value of an unknown label, and of an odd line among labels; more is running text."""
_LONGEST_LABEL = 80
_CLASS = re.compile(r"\sclass\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)


class Form:
    """Which runs of a page are labels, and how far behind a label its value may stand."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        may_be = {index: _sign(run.opened) for index, run in enumerate(runs) if run.key}
        sure = {index for index in may_be if runs[index].gap or _has_colon(runs[index])}
        usual = {sign for sign, count in Counter(may_be.values()).items() if count >= ENOUGH}
        signs = (usual | {may_be[index] for index in sure}) - {""}
        self.known = frozenset(sure) | {index for index, sign in may_be.items() if sign in signs}
        values = [runs[index + 1] for index in sorted(self.known) if self._has_value(index)]
        gaps = Counter(run.gap for run in values)
        self.value_gap = gaps.most_common(1)[0][0] if gaps else BLOCK
        self._all_signs = frozenset(signs)
        labels = Counter(may_be[index] for index in self.known)
        signs_of_values = Counter(_sign(run.opened) for run in values)
        self._signs = frozenset(sign for sign in signs if 2 * signs_of_values[sign] <= labels[sign])
        self._is_inline = any(not runs[index].gap for index in self.known)

    def is_unknown(self, index: int) -> bool:
        """Whether a run stands where labels stand, though it is none that is known."""
        run = self._runs[index]
        if len(run.text) > _LONGEST_LABEL or index + 1 == len(self._runs):
            return False
        if not self._is_signed(run) or not (run.gap or self._is_inline):
            return False
        following = self._runs[index + 1]
        if index + 1 in self.known or self._is_signed(following):
            return run.opened.startswith(("dt", "th"))
        return following.gap <= self.value_gap and len(following.text) <= LONGEST_VALUE

    def divide(self, run: Run) -> tuple[str, str] | None:
        """The unknown label of a run and its value, where the known ones stand so: `Ort: Åmål`."""
        label, colon, value = run.text.partition(":")
        if not colon or not run.gap:
            return None
        is_such = value.strip() and _sign(run.opened + colon) in self._all_signs
        is_short = len(label) <= _LONGEST_LABEL and len(value) <= LONGEST_VALUE
        return (label + colon, value) if is_such and is_short else None

    def _is_signed(self, run: Run) -> bool:
        sign = _sign(run.opened)
        return sign in self._signs or (sign in self._all_signs and _has_colon(run))

    def _has_value(self, index: int) -> bool:
        return index + 1 < len(self._runs) and index + 1 not in self.known


def _has_colon(run: Run) -> bool:
    return run.text.rstrip().endswith(":")


@lru_cache(maxsize=2_000)
def _sign(opened: str) -> str:
    """A start tag's name and class; what tells one element from another of its kind left out."""
    name = re.match("[^\\s/:]*", opened)
    match = _CLASS.search(opened)
    colon = ":" if opened.endswith(":") else ""
    return f"{name[0] if name else ''} {match[1] if match else ''}{colon}".strip()
