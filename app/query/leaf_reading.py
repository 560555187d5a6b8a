"""One JSON condition → a filter: a field or plain word, an operator, a typed value or several.

Literals become texts and are read by those who read a query string's, so that both doors refuse
the same.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.fields import Kind
from app.faults import ValueRefused
from app.json_text import Json, member
from app.query.filters import MAX_VALUES, FilterReader, Literals, too_many_values
from app.query.findings import Findings
from app.query.model import Filter, Range, Value
from app.query.names import Target, personal, read_field, read_operator
from app.query.operators import Arity, operators_of
from app.query.plain import read_word
from app.query.tree_text import FIELD, OP, VALUE
from app.query.typed import text_of

MAX_CONDITIONS = 200
_MEMBERS = (FIELD, OP, VALUE)


class _Comparison(NamedTuple):
    """What a condition compares: how its literals are read, and whether it takes one or a list."""

    name: str
    op: str
    kind: Kind
    read: Callable[[str], Literals]
    ranged: bool = False
    listed: bool = False  # must be a list
    several: bool = True  # may be a list
    nullable: bool = False


@dataclass(slots=True)
class LeafReader:
    """Reads the conditions of one tree; what is wrong with them goes into the findings."""

    reader: FilterReader
    findings: Findings
    conditions: int = 0
    values: int = 0

    def read(self, given: dict[str, Json], pointer: str) -> Filter | None:
        """The filter; None where something is wrong with it."""
        self.conditions += 1
        if self.conditions > MAX_CONDITIONS:
            self.findings.end(pointer, f"A question has at most {MAX_CONDITIONS} conditions.")
            return None
        known = len(self.findings.faults)
        self.findings.refuse_unknown(given, _MEMBERS, pointer)
        compared = self._comparison(given, pointer)
        if VALUE not in given:
            refused = ValueRefused("empty-value", f"The condition has no {VALUE}.")
            self.findings.refuse(pointer, refused)
        if compared is None or VALUE not in given:
            return None
        values = self._values(compared, given[VALUE], member(pointer, VALUE))
        if len(self.findings.faults) > known:
            return None
        return Filter(compared.name, compared.op, tuple(values))

    def _comparison(self, given: dict[str, Json], pointer: str) -> _Comparison | None:
        name, op = given[FIELD], given.get(OP, "eq")
        known = len(self.findings.faults)
        for key, text in ((FIELD, name), (OP, op)):
            with self.findings.at(member(pointer, key)):
                if not isinstance(text, str):
                    raise ValueRefused("bad-value", "It must be a text.")
        if len(self.findings.faults) > known:
            return None
        if name in self.reader.resource.words:
            with self.findings.at(member(pointer, OP)):
                return self._of_word(name, op)
            return None
        with self.findings.at(member(pointer, FIELD)):
            field = read_field(self.reader.resource, name)
            if field.flags.personal:
                raise personal(field)
            allowed = tuple(row.key for row in operators_of(field))
            with self.findings.at(member(pointer, OP)):
                return self._of_field(Target(field, read_operator(field, op, allowed)))
        return None

    def _of_word(self, name: str, op: str) -> _Comparison:
        if op != "eq":
            raise ValueRefused("unknown-operator", f"{name} takes no operator.", "eq", ("eq",))
        word = self.reader.resource.words[name]
        return _Comparison(
            name, op, word.kind, lambda text: (read_word(word, text),), ranged=not word.point
        )

    def _of_field(self, target: Target) -> _Comparison:
        field, operator = target.field, target.operator
        is_flag = operator.arity is Arity.FLAG
        return _Comparison(
            field.name,
            operator.key,
            Kind.BOOLEAN if is_flag else field.kind,
            self.reader.reader_of(target),
            ranged=operator.arity is Arity.RANGE,
            listed=operator.arity is Arity.MANY,
            several=operator.several or operator.arity is Arity.MANY,
            nullable=field.flags.nullable and not is_flag,
        )

    def _values(self, compared: _Comparison, given: Json, pointer: str) -> list[Value | Range]:
        values: list[Value | Range] = []
        with self.findings.at(pointer):
            for place, literal in _literals(compared, given, pointer):
                self.values += 1
                if self.values > MAX_VALUES:
                    self.findings.end(pointer, too_many_values().detail)
                if self.findings.full:
                    break
                with self.findings.at(place), _hinting(compared):
                    text = text_of(compared.kind, literal, ranged=compared.ranged)
                    values.extend(compared.read(text))
        return values


def _literals(compared: _Comparison, given: Json, pointer: str) -> Iterator[tuple[str, Json]]:
    """Each literal with its place; raises `ValueRefused` where one or a list must be given."""
    if not isinstance(given, list):
        if compared.listed and given is not None:
            raise ValueRefused("bad-value", f"{compared.op} takes a list of values.")
        yield pointer, given
        return
    if not compared.several:
        raise ValueRefused("repeated", f"{compared.op} takes one value.")
    if not given:
        raise ValueRefused("empty-value", "The list of values is empty.")
    for index, one in enumerate(given):
        yield member(pointer, index), one


@contextmanager
def _hinting(compared: _Comparison) -> Iterator[None]:
    """Missing values are asked for by an operator of their own, where there can be any."""
    try:
        yield
    except ValueRefused as refused:
        if refused.code != "empty-value":
            raise
        asked = f'{{"{FIELD}": "{compared.name}", "{OP}": "isnull", "{VALUE}": true}}'
        hint = asked if compared.nullable else None
        raise ValueRefused(refused.code, refused.detail, hint) from refused
