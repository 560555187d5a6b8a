"""The controls that name fields: `sort`, `fields` and `or_missing`.

Refused names go into the context's sink, so that all of them are told at once.
"""

import re
from dataclasses import dataclass, field

from app.faults import ValueRefused, collected, quoted
from app.query.accepts import Accepts
from app.query.canonical import canonical_sort
from app.query.model import Filter, SortKey
from app.query.names import personal, read_field
from app.query.operators import BY_KEY, Arity
from app.query.resource import Resource

MAX_SORT = 8
MAX_NAMES = 100
ALL_FIELDS = "*"

_SPOKEN_ORDER = re.compile(r"(\w+)[ :]+(asc|desc)(?:ending)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """What a control's value is read against."""

    resource: Resource
    accepts: Accepts
    filters: tuple[Filter, ...]  # that can drop a record for a missing value
    sound: bool  # whether every filter could be read
    sink: list[ValueRefused] = field(default_factory=list)


def read_sort(context: Context, text: str) -> tuple[SortKey, ...]:
    """The fields to sort by, `-` for descending."""
    parts = text.split(",")
    if len(parts) > MAX_SORT:
        raise ValueRefused("too-long", f"Records are sorted by at most {MAX_SORT} fields.")
    keys: list[SortKey] = []
    for part in parts:
        with collected(context.sink):
            keys.append(_sort_key(context.resource, part))
    names = [key.field for key in keys]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            context.sink.append(ValueRefused("repeated", f"{name} is named more than once."))
    return canonical_sort(tuple(keys))


def read_fields(context: Context, text: str) -> tuple[str, ...]:
    """The columns asked for, in table order and with the id."""
    names = {"id"}
    for part in _parts(text):
        if part == ALL_FIELDS:
            names.update(context.resource.public)
            continue
        if context.accepts.marks and part in context.resource.marks:
            names.add(part)
            continue
        with collected(context.sink):
            field = read_field(context.resource, part, context.resource.fields)
            if field.flags.personal and not context.accepts.personal:
                raise personal(field)
            names.add(field.name)
    return context.resource.in_order(frozenset(names))


def read_or_missing(context: Context, text: str) -> tuple[str, ...]:
    """The fields whose missing values are to be kept; each must have a condition."""
    asked = (row for row in context.filters if _drops_missing(row))
    compared = frozenset[str]().union(*(context.resource.compared(row) for row in asked))
    kept: set[str] = set()
    for part in _parts(text):
        with collected(context.sink):
            names = _missing(context.resource, part)
            if context.sound and not names & compared:
                detail = f"No condition drops records for their missing {part}."
                raise ValueRefused("conflict", detail)
            kept |= names & compared
    return context.resource.in_order(frozenset(kept))


def _parts(text: str) -> list[str]:
    parts = text.split(",")
    if len(parts) > MAX_NAMES:
        raise ValueRefused("too-long", f"At most {MAX_NAMES} fields can be named.")
    return parts


def _drops_missing(asked: Filter) -> bool:
    operator = BY_KEY[asked.op]
    return not operator.negative and operator.arity is not Arity.FLAG


def _missing(resource: Resource, part: str) -> frozenset[str]:
    if word := resource.words.get(part):
        return frozenset({word.floor, word.ceiling})
    field = read_field(resource, part)
    if field.flags.personal:
        raise personal(field)
    if not field.flags.nullable:
        raise ValueRefused("bad-value", f"{field.name} is never missing.")
    return frozenset({field.name})


def _sort_key(resource: Resource, part: str) -> SortKey:
    if spoken := _SPOKEN_ORDER.fullmatch(part):
        sign = "-" if spoken[2].lower() == "desc" else ""
        detail = f"{quoted(part)} is no field; a leading minus means descending."
        raise ValueRefused("unknown-field", detail, f"{sign}{spoken[1]}")
    sign = "-" if part.startswith("-") else ""
    try:
        field = read_field(resource, part.removeprefix("-"), resource.fields)
    except ValueRefused as refused:
        hint = f"{sign}{refused.hint}" if refused.hint else None
        raise ValueRefused(refused.code, refused.detail, hint) from refused
    if field.flags.personal:
        raise personal(field)
    if not field.flags.sortable:
        raise ValueRefused("not-sortable", f"Records cannot be sorted by {field.name}.")
    return SortKey(field.name, descending=bool(sign))
