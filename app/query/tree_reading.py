"""JSON conditions → a tree of filters; everything that is wrong goes into the findings.

A condition is one filter (leaf_reading.py), or an object of one of `and`, `or` (lists of
conditions) and `not`.
"""

from dataclasses import dataclass

from app.faults import Fault, ValueRefused
from app.json_text import Json, member, parse_text
from app.query.filters import FilterReader
from app.query.findings import Findings, in_parameter
from app.query.leaf_reading import LeafReader
from app.query.model import All, AnyOf, Condition, Not
from app.query.tree_text import AND, FIELD, NOT, OP, OR, VALUE

MAX_DEPTH = 5
"""Of `and`, `or` and `not` within one another."""

_BRANCHES = (AND, OR, NOT)
_FORMS = f"A condition has {FIELD}, {OP} and {VALUE}, or one of {AND}, {OR} and {NOT}."


def read_tree(
    reader: FilterReader, given: Json, pointer: str, findings: Findings
) -> Condition | None:
    """The tree of a JSON value; without the parts that something is wrong with."""
    return _TreeReader(LeafReader(reader, findings), findings).read(given, pointer, 0)


def read_tree_text(reader: FilterReader, text: str) -> tuple[Condition | None, list[Fault]]:
    """The tree that the parameter `where` holds as JSON text, and what is wrong with it."""
    findings = Findings(in_parameter)
    try:
        given = parse_text(text)
    except ValueError as error:
        findings.refuse("", ValueRefused("bad-value", f"The value is {error}"))
        return None, findings.faults
    findings.refuse_repetitions(given)
    return read_tree(reader, given, "", findings), findings.faults


@dataclass(frozen=True, slots=True)
class _TreeReader:
    leaves: LeafReader
    findings: Findings

    def read(self, given: Json, pointer: str, depth: int) -> Condition | None:
        with self.findings.at(pointer):
            named = [name for name in _BRANCHES if isinstance(given, dict) and name in given]
            if not named and isinstance(given, dict) and FIELD in given:
                return self.leaves.read(given, pointer)
            if len(named) != 1:
                raise ValueRefused("bad-value", _FORMS)
            self.findings.refuse_unknown(given, named, pointer)
            if depth == MAX_DEPTH:
                detail = f"At most {MAX_DEPTH} of {AND}, {OR} and {NOT} stand within one another."
                raise ValueRefused("too-long", detail)
            return self._branch(named[0], given[named[0]], member(pointer, named[0]), depth + 1)
        return None

    def _branch(self, name: str, inner: Json, pointer: str, depth: int) -> Condition | None:
        if name == NOT:
            part = self.read(inner, pointer, depth)
            return Not(part) if part else None
        with self.findings.at(pointer):
            if not isinstance(inner, list):
                raise ValueRefused("bad-value", f"{name} takes a list of conditions.")
            if not inner:
                raise ValueRefused("empty-value", "The list of conditions is empty.")
            read = (
                self.read(one, member(pointer, index), depth)
                for index, one in enumerate(inner)
                if not self.findings.full
            )
            parts = tuple(part for part in read if part)
            return (All if name == AND else AnyOf)(parts) if parts else None
        return None
