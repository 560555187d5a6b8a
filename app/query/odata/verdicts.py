"""Conditions, and what holds of every record or of none: how they join, and how deep they are."""

from collections.abc import Sequence
from typing import Literal

from app.query.model import All, AnyOf, Condition, Filter, Not
from app.query.resource import Resource

Verdict = Condition | bool
"""A condition, or what holds of every record."""


def never(resource: Resource) -> Condition:
    """What holds of no record: some value cannot be missing and stated."""
    name = next(one.name for one in resource.fields.values() if one.flags.nullable)
    return All((Filter(name, "isnull", (True,)), Filter(name, "isnull", (False,))))


def joined(word: Literal["and", "or"], parts: Sequence[Verdict | None]) -> Verdict | None:
    """The parts joined; None where something is wrong with one."""
    decisive = word == "or"  # any part of this truth value decides
    if any(part is None for part in parts):
        return None
    if any(part is decisive for part in parts):
        return decisive
    kind = AnyOf if decisive else All
    rest = [part for part in parts if part is not None and not isinstance(part, bool)]
    flat = tuple(
        inner for part in rest for inner in (part.parts if isinstance(part, kind) else (part,))
    )
    if not flat:
        return not decisive
    return flat[0] if len(flat) == 1 else kind(flat)


def negated(verdict: Verdict | None) -> Verdict | None:
    """True where the part is not; None where something is wrong with it."""
    if verdict is None or isinstance(verdict, bool):
        return None if verdict is None else not verdict
    return verdict.part if isinstance(verdict, Not) else Not(verdict)


def depth_of(verdict: Verdict) -> int:
    """How many of and, or and not stand within one another."""
    if isinstance(verdict, Not):
        return 1 + depth_of(verdict.part)
    if isinstance(verdict, All | AnyOf):
        return 1 + max(map(depth_of, verdict.parts), default=0)
    return 0


def as_tree(resource: Resource, verdict: Verdict | None) -> Condition | None:
    """The conditions of a question; none where every record is wanted."""
    if isinstance(verdict, bool):
        return None if verdict else never(resource)
    return verdict
