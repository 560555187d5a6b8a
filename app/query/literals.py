"""Slots for the literals of filters: each in the form in which its field is compared.

This is where a value of the question becomes a bound parameter.
"""

from collections.abc import Callable, Sequence

from app.domain.collation import search_key, sort_key
from app.domain.fields import Field, Kind
from app.query.dialect import Dialect
from app.query.fragment import Fragment, Given, Parameter, Slot
from app.query.model import Range, Value

Convert = Callable[[Value], Parameter]


def converter(field: Field, dialect: Dialect) -> Convert:
    """How a literal is compared with this field."""
    if field.kind is not Kind.TEXT:
        return dialect.stored
    make_key = search_key if field.flags.long else sort_key
    return lambda value: make_key(str(value))


def values(dialect: Dialect, index: int, places: Sequence[int], convert: Convert) -> Fragment:
    """Placeholders for the literals at these places of a filter, separated by commas."""
    slots = tuple(_value(index, place, convert) for place in places)
    return Fragment(", ".join([dialect.placeholder] * len(slots)), slots)


def end(dialect: Dialect, index: int, place: int, convert: Convert, *, high: bool) -> Fragment:
    """The placeholder of a range's lower or upper end."""

    def slot(given: Given) -> Parameter:
        value = given.conditions[index].values[place]
        chosen = (value.high if high else value.low) if isinstance(value, Range) else None
        return None if chosen is None else convert(chosen)

    return Fragment(dialect.placeholder, (slot,))


def _value(index: int, place: int, convert: Convert) -> Slot:
    def slot(given: Given) -> Parameter:
        value = given.conditions[index].values[place]
        return None if isinstance(value, Range) else convert(value)

    return slot
