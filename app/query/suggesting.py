"""A query string → what somebody has typed so far, and of which kinds suggestions are wanted; and
back. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.faults import Fault, QueryRejected, quoted
from app.query.accepts import SUGGEST
from app.query.format import format_query
from app.query.model import Query
from app.query.nearest import nearest
from app.query.once import read_once
from app.query.parse import read_query
from app.query.resource import PROJECTS
from app.query.wire import Pair, split_query

PROJECT, OWNER = "project", "owner"
CODE_KINDS = (
    "region",
    "programme_period",
    "programme_area",
    "specific_objective",
    "intervention_type",
    "fund",
    "country",
)
"""Fields whose codes are suggested."""
KINDS = (PROJECT, OWNER, *CODE_KINDS)

_Q, _KINDS = "q", "kinds"


@dataclass(frozen=True, slots=True)
class Suggesting:
    """What was typed, the kinds wanted in table order, and how many suggestions at most."""

    query: Query
    kinds: tuple[str, ...] = KINDS

    @property
    def q(self) -> str:
        """What was typed."""
        return self.query.q or ""

    @property
    def limit(self) -> int:
        """The most suggestions."""
        return self.query.limit or SUGGEST.max_limit

    @property
    def written(self) -> str:
        """The canonical text."""
        asked = format_query(PROJECTS, self.query, default_limit=SUGGEST.default_limit)
        return asked if self.kinds == KINDS else f"{asked}&{_KINDS}={','.join(self.kinds)}"


def read_suggesting(raw: bytes | str) -> Suggesting:
    """The question of a query string; raises `QueryRejected` with everything that is wrong."""
    pairs, faults = split_query(raw)
    query, more = read_query(PROJECTS, pairs, accepts=SUGGEST)
    if not any(pair.name == _Q for pair in pairs):
        more.append(Fault(_Q, "missing-parameter", "Say what was typed.", "q=komp"))
    kinds = _read_kinds(pairs, more)
    if faults or more:
        raise QueryRejected((*faults, *more))
    return Suggesting(query, kinds)


def _read_kinds(pairs: Sequence[Pair], faults: list[Fault]) -> tuple[str, ...]:
    text = read_once(pairs, _KINDS, faults)
    if text is None:
        return KINDS
    named = text.split(",", len(KINDS))
    faults.extend(_refuse(name) for name in named if name not in KINDS)
    if len(set(named)) < len(named):
        faults.append(Fault(_KINDS, "repeated", "A kind is named more than once."))
    return tuple(name for name in KINDS if name in named)


def _refuse(name: str) -> Fault:
    if not name:
        return Fault(_KINDS, "empty-value", "The name of a kind is empty.", None, KINDS)
    detail = f"{quoted(name)} is no kind of suggestion."
    return Fault(_KINDS, "bad-value", detail, nearest(name, KINDS), KINDS)
