"""Reads `group_by`: fields, `year(start_date)`, `bin(total_budget,100000)`, `active_year`."""

import re
from collections.abc import Collection
from typing import NoReturn

from app.domain.fields import BY_NAME, FIELDS, HUNDREDTHS, Field, Kind
from app.faults import ValueRefused, collected, quoted
from app.query.aggregation.question import ACTIVE_YEAR, CALENDAR, GroupKey, Part
from app.query.names import personal, read_field
from app.query.nearest import nearest
from app.query.once import refuse_repeated
from app.query.resource import PROJECTS
from app.query.values import read_value, write_value

MAX_KEYS = 4

_PARTS = re.compile(r",(?![^()]*\))")
_CALL = re.compile(r"(\w+)\(([^()]*)\)")
_FUNCTIONS = (*CALENDAR, Part.BIN)
NUMBERS = tuple(
    field.name
    for field in FIELDS
    if field.kind in {*HUNDREDTHS, Kind.INTEGER} and field.flags.nullable
)
"""Fields of which figures are made."""
DATES = tuple(field.name for field in FIELDS if field.kind is Kind.DATE)
GROUPED = tuple(field.name for field in FIELDS if field.is_facet and field.kind is not Kind.LIST)
"""Fields whose values make groups, one for each record."""
_EXAMPLES = {Kind.MONEY: "100000", Kind.INTEGER: "10", Kind.PERCENT: "10"}
_BINS = {name: f"{Part.BIN}({name},{_EXAMPLES[BY_NAME[name].kind]})" for name in NUMBERS}
_WAYS = (
    {word: f"{word}({DATES[0]})" for word in CALENDAR}
    | {Part.BIN: _BINS["total_budget"], "owner": "owner_id", "owner_name": "owner_id"}
    | {f"{name}_{word}": f"{word}({name})" for name in DATES for word in CALENDAR}
    | {name: f"{Part.YEAR}({name})" for name in DATES}
    | {f"{name}_{Part.BIN}": text for name, text in _BINS.items()}
    | _BINS
    | {name: name for name in (*GROUPED, ACTIVE_YEAR)}
)
"""What may be written for a key → how it is written: a field, a function, the name of a column."""


def split_parts(text: str) -> list[str]:
    """The parts of a list in which parentheses can hold commas of their own."""
    return _PARTS.split(text)


def read_keys(text: str, sink: list[ValueRefused]) -> tuple[GroupKey, ...]:
    """The keys in the order given, which is that of the columns."""
    parts = split_parts(text)
    if len(parts) > MAX_KEYS:
        sink.append(ValueRefused("too-long", f"Projects are grouped by at most {MAX_KEYS} keys."))
        return ()
    keys: list[GroupKey] = []
    for part in parts:
        with collected(sink):
            keys.append(_read_key(part))
    refuse_repeated([key.name for key in keys], sink)
    return tuple(keys)


def write_key(key: GroupKey) -> str:
    """The text of a key; reading it gives the key again."""
    if key.part is Part.WHOLE:
        return key.field
    if key.part is Part.BIN:
        return f"{key.part}({key.field},{write_value(BY_NAME[key.field].kind, key.width)})"
    return f"{key.part}({key.field})"


def _read_key(part: str) -> GroupKey:
    if part == ACTIVE_YEAR:
        return GroupKey(ACTIVE_YEAR)
    if call := _CALL.fullmatch(part):
        return _read_call(call[1], call[2])
    try:
        field = _read_name(part, _WAYS)
    except ValueRefused as refused:
        hint, allowed = _WAYS.get(refused.hint or ""), (*GROUPED, ACTIVE_YEAR)
        raise ValueRefused(refused.code, refused.detail, hint, allowed) from refused
    if field.name not in GROUPED:
        _refuse(field)
    return GroupKey(field.name)


def _read_call(word: str, inside: str) -> GroupKey:
    if word not in _FUNCTIONS:
        detail, near = f"There is no function {quoted(word)}.", nearest(word, _FUNCTIONS)
        hint = near and f"{near}({inside})"
        raise ValueRefused("bad-value", detail, hint, tuple(_FUNCTIONS))
    function = Part(word)
    name, comma, rest = inside.partition(",")
    known = NUMBERS if function is Part.BIN else DATES
    try:
        field = _read_name(name, known)
    except ValueRefused as refused:
        hint = refused.hint and f"{word}({refused.hint}{comma}{rest})"
        raise ValueRefused(refused.code, refused.detail, hint, known) from refused
    if function is Part.BIN:
        return GroupKey(field.name, function, _read_width(field, rest))
    if field.name not in DATES:
        raise ValueRefused("bad-value", f"{field.name} is no date.", None, DATES)
    if comma:
        detail = f"{word} takes a date and nothing more."
        raise ValueRefused("bad-value", detail, f"{word}({name})")
    return GroupKey(field.name, function)


def _read_width(field: Field, text: str) -> int:
    if field.name not in NUMBERS:
        raise ValueRefused("bad-value", f"{field.name} is no number.", None, NUMBERS)
    example = _BINS[field.name]
    try:
        width = read_value(field.kind, text)
    except ValueRefused as refused:
        raise ValueRefused(refused.code, f"The width: {refused.detail}", example) from refused
    if not isinstance(width, int) or width <= 0:
        raise ValueRefused("out-of-range", "The width of a bin is more than 0.", example)
    return width


def _read_name(name: str, known: Collection[str]) -> Field:
    field = read_field(PROJECTS, name, known)
    if field.flags.personal:
        raise personal(field)
    return field


def _refuse(field: Field) -> NoReturn:
    """Says how a field is grouped by, or that it is not."""
    allowed: tuple[str, ...] = ()
    hint = _WAYS.get(field.name)
    if field.name in DATES:
        detail = "Dates are grouped by year, quarter or month."
    elif field.name in NUMBERS:
        detail = "Numbers are grouped in bins."
    elif field.kind is Kind.LIST:
        detail = f"A project can have several {field.name}: facets count them."
        hint = f"/v1/facets?by={field.name}"
    else:
        detail, allowed = f"Projects are not grouped by {field.name}.", GROUPED
    raise ValueRefused("bad-value", detail, hint, allowed)
