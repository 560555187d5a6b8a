"""Rows of JSON as Python values; a key that is not known stays as it came.

Money and percent are `Decimal`: exact, in SEK and percent. Times are in UTC.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast, get_args, get_type_hints

Row = dict[str, Any]
T = TypeVar("T")

Reader = Callable[[Row], T]
"""Makes Python values of a row's JSON values, in place."""
Converter = Callable[[Any], object]

MALFORMED = (ValueError, ArithmeticError, TypeError, AttributeError, LookupError)
"""What a reader meets in an answer that is not what it should be."""
_WAYS: tuple[tuple[type, Converter], ...] = (
    (Decimal, Decimal),
    (datetime, datetime.fromisoformat),
    (date, date.fromisoformat),
)


def plain(row: Row) -> Row:
    """A row that has no type here."""
    return row


def reader_of(kind: type[T], **nested: Converter) -> Reader[T]:
    """Reads rows of a `TypedDict` by its types; `nested` reads the values of other keys."""
    converters = {**converters_of(kind), **nested}

    def read(row: Row) -> T:
        for name, convert in converters.items():
            value = row.get(name)
            if value is not None:
                row[name] = convert(value)
        return cast("T", row)

    return read


def each(read: Converter) -> Converter:
    """Reads every value of a list."""

    def read_all(values: Iterable[Any]) -> list[object]:
        return [read(value) for value in values]

    return read_all


def converters_of(kind: type) -> Mapping[str, Converter]:
    """How the values of these keys are read; what JSON has as it is, is left out."""
    return {
        name: way
        for name, hint in get_type_hints(kind).items()
        for wanted, way in _WAYS
        if hint is wanted or wanted in get_args(hint)
    }
