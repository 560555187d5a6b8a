"""The tree of a `$filter` → conditions of the one query model, read field by field as those of a
JSON body are; everything that is wrong goes into the findings.

What is true or false whatever the record (`name ne null`) is worked out here: the model has no word
for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.fields import Field, Kind
from app.faults import Fault, ValueRefused, quoted
from app.json_text import Json
from app.query.filters import FilterReader
from app.query.findings import Findings
from app.query.leaf_reading import LeafReader
from app.query.model import Filter
from app.query.names import personal, read_field
from app.query.odata.calendar import day_ends, year_ends
from app.query.odata.expression import parse_expression
from app.query.odata.functions import FUNCTIONS
from app.query.odata.nodes import (
    Call,
    Comparison,
    Junction,
    Literal,
    Membership,
    Name,
    Negation,
    Node,
)
from app.query.odata.tokens import Misread, not_offered
from app.query.odata.verdicts import Verdict, depth_of, joined, negated
from app.query.operators import operators_of
from app.query.resource import Resource
from app.query.tree_reading import MAX_DEPTH

OPERATORS: Mapping[str, str] = MappingProxyType(
    {"eq": "eq", "ne": "ne", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte", "in": "in"}
)
"""Comparisons by their names in the query model."""
_TURNED = {"eq": "eq", "ne": "ne", "gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_SPOKEN = {"gte": "ge", "lte": "le", "isnull": "eq null", "contains": "contains(…)",
           "startswith": "startswith(…)", "notin": "", "between": ""}  # fmt: skip
_FOLDING = ("tolower", "toupper")
_MIDNIGHT = "T00:00:00Z"
_TEXTS = frozenset({Kind.KEY, Kind.TEXT, Kind.CODE})


def read_filter(reader: FilterReader, text: str, name: str) -> tuple[Verdict | None, list[Fault]]:
    """What the text of a parameter says, and what is wrong with it; None where nothing is sound."""
    try:
        node = parse_expression(text)
    except ValueRefused as refused:
        return None, [at_character(name, refused)]
    return read_conditions(reader, node, name)


def read_conditions(
    reader: FilterReader, node: Node, name: str
) -> tuple[Verdict | None, list[Fault]]:
    """The same of a tree that was parsed already."""
    findings = Findings(lambda pointer, refused: _fault(name, pointer, refused))
    maker = _Maker(reader.resource, LeafReader(reader, findings), findings)
    verdict = maker.condition(node)
    if verdict is not None and depth_of(verdict) > MAX_DEPTH:
        detail = f"At most {MAX_DEPTH} of and, or and not stand within one another."
        findings.refuse("", ValueRefused("too-long", detail))
    return verdict, findings.faults


def at_character(name: str, refused: ValueRefused) -> Fault:
    """A refusal as a fault of a parameter, with its place in the text where it is known."""
    place = f"{refused.at_character}" if isinstance(refused, Misread) else ""
    return _fault(name, place, refused)


def _fault(name: str, pointer: str, refused: ValueRefused) -> Fault:
    place = pointer.partition("/")[0]
    detail = f"At character {place}: {refused.detail}" if place else refused.detail
    hint = refused.hint
    if hint and hint.startswith('"'):  # a text, as JSON writes it
        hint = f"'{hint[1:-1]}'"
    allowed = tuple(filter(None, (_SPOKEN.get(one, one) for one in refused.allowed)))
    return Fault(name, refused.code, detail, hint, allowed)


@dataclass(frozen=True, slots=True)
class _Maker:
    resource: Resource
    leaves: LeafReader
    findings: Findings

    def condition(self, node: Node) -> Verdict | None:
        """What a part says; None where something is wrong with it."""
        verdict: Verdict | None = None
        if self.findings.full:
            return verdict
        with self.findings.at(str(node.at)):
            match node:
                case Junction(word, parts):
                    verdict = joined(word, [self.condition(part) for part in parts])
                case Negation(part):
                    verdict = negated(self.condition(part))
                case Comparison():
                    verdict = self._comparison(node)
                case Membership(left, values):
                    verdict = self._membership(left, values)
                case Literal(bool(value)):
                    verdict = value
                case Name():
                    verdict = self._flag(node)
                case Call(function, (left, right)) if function in FUNCTIONS:
                    verdict = self._part(function, left, right)
                case _:
                    raise _no_condition(node)
        return verdict

    def _comparison(self, node: Comparison) -> Verdict | None:
        op, left, right = node.op, node.left, node.right
        if isinstance(left, Literal):
            op, left, right = _TURNED[op], right, left
        right = _folded(right)
        if not isinstance(right, Literal) or isinstance(left, Literal):
            raise self._no_value(right)
        if _is_condition(left):
            return self._truth(left, op, right.value)
        if isinstance(left, Call) and left.function in {"year", "date"}:
            return self._calendar(left, op, right)
        field, at = self._field(left), str(left.at)
        if right.value is None:
            return self._missing(field, op, at)
        if field.kind is Kind.LIST:
            raise _of_list(field)
        if right.value == "" and field.kind in _TEXTS:
            return self._empty(field, op, at)
        return self._leaf(field, OPERATORS[op], right.value, at)

    def _truth(self, part: Node, op: str, value: Json) -> Verdict | None:
        """A condition held against true or false."""
        if not isinstance(value, bool) or op not in {"eq", "ne"}:
            raise ValueRefused("bad-value", "A condition is true or false.", "eq true")
        verdict = self.condition(part)
        return verdict if value is (op == "eq") else negated(verdict)

    def _calendar(self, call: Call, op: str, right: Literal) -> Verdict | None:
        field, at = self._field(call.parts[0]), str(right.at)
        kinds = {Kind.TIME} if call.function == "date" else {Kind.DATE, Kind.TIME}
        if field.kind not in kinds:
            detail = f"There is no {call.function} of {field.name} ({field.kind.value})."
            raise ValueRefused("bad-value", detail)
        if right.value is None:
            return self._missing(field, op, at)
        ends = year_ends(op, right.value) if call.function == "year" else day_ends(op, right.value)
        if isinstance(ends, bool):
            return ends
        found = self._leaf(field, "between", ends, at)
        return negated(found) if op == "ne" else found

    def _membership(self, left: Node, values: Iterable[Literal]) -> Verdict | None:
        field, at = self._field(left), str(left.at)
        if field.kind is Kind.LIST:
            raise _of_list(field)
        stated: list[Json] = [one.value for one in values if one.value not in (None, "")]
        parts = [self._leaf(field, "in", stated, at)] if stated else []
        missing = any(one.value is None for one in values)
        return joined("or", [*parts, *([self._missing(field, "eq", at)] if missing else [])])

    def _flag(self, node: Name) -> Verdict | None:
        field = self._field(node)
        if field.kind is not Kind.BOOLEAN:
            detail = f"{field.name} is no truth value."
            raise ValueRefused("bad-value", detail, f"{field.name} ne null")
        return self._leaf(field, "eq", given=True, at=str(node.at))

    def _part(self, function: str, left: Node, right: Node) -> Verdict | None:
        right = _folded(right)
        if not isinstance(right, Literal):
            raise self._no_value(right)
        field, at = self._field(left), str(left.at)
        if right.value == "" and field.kind in _TEXTS:
            return self._missing(field, "ne", at)
        if field.kind is not Kind.LIST:
            return self._leaf(field, function, right.value, at)
        if function != "contains" or not field.codes:
            raise _of_list(field)
        return self._leaf(field, "eq", right.value, at)

    def _field(self, node: Node) -> Field:
        """The property that is compared; raises `ValueRefused`."""
        inner = _folded(node)
        if not isinstance(inner, Name):
            raise _no_property(inner)
        field = read_field(self.resource, inner.name, self.resource.public)
        if field.flags.personal:
            raise personal(field)
        if inner is not node and field.kind not in {*_TEXTS, Kind.LIST}:
            raise ValueRefused("bad-value", f"{field.name} is no text ({field.kind.value}).")
        return field

    def _no_value(self, node: Node) -> ValueRefused:
        """The refusal of an operand that a property cannot be compared with."""
        if not isinstance(node, Name) or node.name in self.resource.fields:
            return _no_property(node)
        detail = f"{quoted(node.name)} is no property; a text stands in single quotes."
        return ValueRefused("unknown-field", detail, f"'{node.name}'")

    def _missing(self, field: Field, op: str, at: str) -> Verdict | None:
        """Compared with null: a value is that or is not, and neither more nor less."""
        if op not in {"eq", "ne"}:
            return False
        if not field.flags.nullable:
            return op == "ne"
        return self._leaf(field, "isnull", given=op == "eq", at=at)

    def _empty(self, field: Field, op: str, at: str) -> Verdict | None:
        """Compared with the empty text, which no record holds: a missing text is null."""
        if op in {"eq", "ne"}:
            return op == "ne"
        return self._missing(field, "ne", at) if op in {"gt", "ge"} else False

    def _leaf(self, field: Field, op: str, given: Json, at: str) -> Filter | None:
        fitting = tuple(one.key for one in operators_of(field))
        if op not in fitting:
            raise not_offered(f"{op} of {field.name} ({field.kind.value})", None, fitting)
        if isinstance(given, str) and field.kind is Kind.DATE:
            given = given.removesuffix(_MIDNIGHT)
        return self.leaves.read({"field": field.name, "op": op, "value": given}, at)


def _no_property(node: Node) -> ValueRefused:
    if isinstance(node, Call):
        offered = tuple(FUNCTIONS)
        if node.function not in FUNCTIONS:
            return not_offered(f"The function {node.function}", None, offered)
        return not_offered(f"{node.function} in this place")
    return not_offered("A comparison of other than a property and a value")


def _no_condition(node: Node) -> ValueRefused:
    if isinstance(node, Call) and node.function not in FUNCTIONS:
        return _no_property(node)
    return ValueRefused("bad-value", "This is a value, not a condition.")


def _of_list(field: Field) -> ValueRefused:
    hint = f"contains({field.name},'…')" if field.codes else None
    return not_offered(f"Such a comparison of {field.name} (list)", hint)


def _is_condition(node: Node) -> bool:
    if isinstance(node, Call):
        return node.function in {"contains", "startswith"}
    return isinstance(node, Comparison | Membership | Junction | Negation)


def _folded(node: Node) -> Node:
    """What texts are compared by: `tolower(name)` says no more than `name`."""
    while isinstance(node, Call) and node.function in _FOLDING:
        (node,) = node.parts
    return node
