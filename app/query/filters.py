"""The filter parameters: names and literals become `Filter` values, faults are collected.

What several parameters mean together is settled in canonical.py.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.fields import Field, Kind
from app.faults import Fault, ValueRefused, collected
from app.query.codes import read_codes
from app.query.lists import split_list
from app.query.lookups import Lookups
from app.query.model import Filter, Range, Value
from app.query.names import Target, read_target
from app.query.operators import Arity
from app.query.plain import read_word
from app.query.ranges import read_range
from app.query.resource import Resource
from app.query.values import read_value

MAX_VALUES = 1_000
_MAX_REFUSED = 20
"""Refused values of one parameter after which no more are read: finding hints takes time."""

Literals = tuple[Value | Range, ...]


@dataclass(frozen=True, slots=True)
class FilterReader:
    """Reads the filters of one question and collects everything that is wrong with them."""

    resource: Resource
    lookups: Lookups
    controls: Collection[str]
    faults: list[Fault] = field(default_factory=list)

    def read(self, grouped: Mapping[str, Sequence[str]]) -> list[Filter]:
        """One filter a readable parameter, in the order given."""
        found = [self._filter(name, texts) for name, texts in grouped.items()]
        filters = [asked for asked in found if asked is not None]
        if count_values(filters) > MAX_VALUES:
            self.faults.append(too_many_values().at(""))
        return filters

    def _filter(self, name: str, texts: Sequence[str]) -> Filter | None:
        if word := self.resource.words.get(name):
            values = self._values(name, texts, lambda text: (read_word(word, text),))
            return Filter(name, "eq", values) if values else None
        try:
            target = read_target(self.resource, name, self.controls)
        except ValueRefused as refused:
            self.faults.append(refused.at(name))
            return None
        if len(texts) > 1 and not target.operator.several:
            detail = f"{name} may be given once only."
            self.faults.append(Fault(name, "repeated", detail))
            return None
        values = self._literals(name, texts, target)
        return Filter(target.field.name, target.operator.key, values) if values else None

    def _literals(self, name: str, texts: Sequence[str], target: Target) -> Literals:
        if target.operator.arity is Arity.MANY:
            try:
                texts = split_list(texts[0])
            except ValueRefused as refused:
                self.faults.append(refused.at(name))
                return ()
        nullable = target.field.flags.nullable
        read = self.reader_of(target)
        return self._values(name, texts, read, target.field if nullable else None)

    def reader_of(self, target: Target) -> Callable[[str], Literals]:
        """What reads a literal of this field and operator; it raises `ValueRefused`."""
        field, operator = target.field, target.operator
        if operator.arity is Arity.FLAG:
            return lambda text: (read_value(Kind.BOOLEAN, text),)
        if operator.arity is Arity.RANGE:
            return lambda text: (read_range(field.kind, text),)
        if field.codes and operator.key != "startswith":
            return lambda text: read_codes(self.resource, field, text, self.lookups)
        return lambda text: (read_value(field.kind, text),)

    def _values(
        self,
        name: str,
        texts: Sequence[str],
        read: Callable[[str], Literals],
        nullable: Field | None = None,
    ) -> Literals:
        values: list[Value | Range] = []
        refusals: list[ValueRefused] = []
        for text in texts:
            with collected(refusals):
                values.extend(read(text))
            if len(refusals) == _MAX_REFUSED:
                break
        self.faults.extend(_told(name, refusals, nullable))
        return () if refusals else tuple(values)


def count_values(filters: Iterable[Filter]) -> int:
    """How many literals the filters have."""
    return sum(len(asked.values) for asked in filters)


def too_many_values() -> ValueRefused:
    """The refusal of a question with more values than are taken."""
    return ValueRefused("too-long", f"A question has at most {MAX_VALUES} values.")


def _told(name: str, refusals: list[ValueRefused], nullable: Field | None) -> list[Fault]:
    faults = [refused.at(name) for refused in refusals]
    if nullable:
        missing = f"{nullable.name}__isnull=true"
        faults = [
            replace(fault, hint=missing) if fault.code == "empty-value" else fault
            for fault in faults
        ]
    if len(faults) == _MAX_REFUSED:
        detail = f"{faults[-1].detail} The values behind it were not read."
        faults[-1] = replace(faults[-1], detail=detail)
    return faults
