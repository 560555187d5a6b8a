"""A question in words, Swedish or English: what stands above a table or beside a file.

Made from the field table, the operator table and the plain words; says everything that was asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from app.domain.fields import Field, Kind
from app.domain.vocabulary import CODES
from app.query.model import All, Condition, Filter, Not, Query, Range, SortKey, Value
from app.query.moments import write_moment
from app.query.operators import BY_KEY, Arity
from app.query.resource import Resource
from app.query.values import write_value

Language = Literal["sv", "en"]
"""Languages that labels and words are there in."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words between fields, operators and values."""

    everything: str
    any_of: str
    all_of: str
    untrue: str
    both: str
    later: str
    earlier: str
    more: str
    less: str
    stated: str
    search: str
    missing: str
    as_of: str
    sort: str
    descending: str
    limit: str


_WORDS: Mapping[Language, _Words] = MappingProxyType(
    {
        "sv": _Words(
            everything="allt, utan filter",
            any_of="eller",
            all_of="och",
            untrue="det stämmer inte att {part}",
            both="{low} till {high}",
            later="{low} eller senare",
            earlier="{high} eller tidigare",
            more="{low} eller mer",
            less="{high} eller mindre",
            stated="är angivet",
            search="texten innehåller {q}",
            missing="även där det saknas uppgift om {names}",
            as_of="så som registret såg ut {moment}",
            sort="sorterat efter {names}",
            descending="{name} (fallande)",
            limit="högst {limit} rader",
        ),
        "en": _Words(
            everything="everything, no filter",
            any_of="or",
            all_of="and",
            untrue="it is not so that {part}",
            both="{low} to {high}",
            later="{low} or later",
            earlier="{high} or earlier",
            more="{low} or more",
            less="{high} or less",
            stated="is stated",
            search="the text contains {q}",
            missing="also where {names} is not stated",
            as_of="as the registry knew it at {moment}",
            sort="sorted by {names}",
            descending="{name} (descending)",
            limit="at most {limit} rows",
        ),
    }
)


def describe_query(resource: Resource, query: Query, language: Language) -> tuple[str, ...]:
    """A phrase for each condition and control, in canonical order."""
    return tuple(_Describer(resource, language).phrases(query))


@dataclass(frozen=True, slots=True)
class _Describer:
    resource: Resource
    language: Language

    @property
    def _words(self) -> _Words:
        return _WORDS[self.language]

    def phrases(self, query: Query) -> Iterator[str]:
        """What is asked for, then how it is ordered and cut."""
        if not query.filters and query.where is None and query.q is None:
            yield self._words.everything
        yield from map(self._filter, query.filters)
        if query.where is not None:
            yield self._tree(query.where)
        if query.q is not None:
            yield self._words.search.format(q=query.q)
        if query.or_missing:
            names = ", ".join(map(self._label, query.or_missing))
            yield self._words.missing.format(names=names)
        if query.as_of is not None:
            yield self._words.as_of.format(moment=write_moment(query.as_of))
        if query.sort:
            yield self._words.sort.format(names=", ".join(map(self._sort_key, query.sort)))
        if query.limit is not None:
            yield self._words.limit.format(limit=query.limit)

    def _tree(self, where: Condition) -> str:
        """What belongs together stands in brackets."""
        if isinstance(where, Filter):
            return self._filter(where)
        if isinstance(where, Not):
            return self._words.untrue.format(part=self._tree(where.part))
        join = self._words.all_of if isinstance(where, All) else self._words.any_of
        return f" {join} ".join(f"({self._tree(part)})" for part in where.parts)

    def _filter(self, asked: Filter) -> str:
        # A range says by itself that it is one: "is 1 to 3", "is 3 or more".
        operator = BY_KEY["eq" if asked.op == "between" else asked.op]
        phrase = operator.phrase_sv if self.language == "sv" else operator.phrase_en
        word = self.resource.words.get(asked.field)
        if word is not None:
            subject = word.phrase_sv if self.language == "sv" else word.phrase_en
            return f"{subject} {self._values(self.resource.fields[word.floor], asked)}"
        field = self.resource.fields[asked.field]
        label = self._label(asked.field)
        if operator.arity is Arity.FLAG:
            return f"{label} {phrase if asked.values[0] else self._words.stated}"
        return f"{label} {phrase} {self._values(field, asked)}"

    def _values(self, field: Field, asked: Filter) -> str:
        texts = [self._value(field, value) for value in asked.values]
        *first, last = texts
        return f"{', '.join(first)} {self._words.any_of} {last}" if first else last

    def _value(self, field: Field, value: Value | Range) -> str:
        if not isinstance(value, Range):
            text = f"{write_value(field.kind, value)} {field.unit}".rstrip()
            name = self._name_of_code(field, text)
            return f"{text} ({name})" if name else text
        if value.low == value.high and value.low is not None:
            return self._value(field, value.low)
        low = "" if value.low is None else self._value(field, value.low)
        high = "" if value.high is None else self._value(field, value.high)
        return self._range_form(field, low, high).format(low=low, high=high)

    def _range_form(self, field: Field, low: str, high: str) -> str:
        words = self._words
        if low and high:
            return words.both
        if field.kind in {Kind.DATE, Kind.TIME}:
            return words.later if low else words.earlier
        return words.more if low else words.less

    def _name_of_code(self, field: Field, text: str) -> str:
        """The label of a code that means the same in every period."""
        for row in CODES.get(field.codes, ()):
            if row.code == text and not row.period:
                name = row.label if self.language == "sv" else row.label_en or row.label
                return "" if name == text else name
        return ""

    def _sort_key(self, key: SortKey) -> str:
        label = self._label(key.field)
        return self._words.descending.format(name=label) if key.descending else label

    def _label(self, name: str) -> str:
        return label_of(self.resource.fields[name], self.language)


def label_of(field: Field, language: Language) -> str:
    """The field's label in a language."""
    return field.label_sv if language == "sv" else field.label_en
